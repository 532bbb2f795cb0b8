"""Handlers: Python functions that carry out the jobs of one type, registered where they are defined.

    @handler("register-contact")
    def register_contact(job: Job) -> dict[str, object]:
        return {"contactId": contacts.add(job.session, job.variables["contact"])}

A handler runs inside the transaction that completes its job: what it writes through `job.session` is kept exactly
once, together with the step that the process makes. One that reaches outside the machine (mail, HTTP) says so with
`leaves_machine=True`: it runs outside of any transaction, at least once, and has no session.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.store import Session

#: How long a try may take. Work on this machine is short, and begun anew soon after a crash; a mail server may be slow.
INSIDE, OUTSIDE = timedelta(seconds=30), timedelta(minutes=5)

Result = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a handler is told. (`instance_id`, `key`) stays the same at every try: a key for outside systems.

    `variables` are those that the element sees, as FEEL values; `actor` is whose command made the job.
    """

    instance_id: str
    key: int
    type: str
    variables: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    business_key: str = ""
    process_id: str = ""
    element_id: str = ""
    actor: str = "system"
    retries: int
    now: datetime
    session: Session | None = None


class BpmnError(Exception):
    """A business error that an error event of the diagram may catch. What the handler wrote until then is kept."""

    def __init__(self, code: str, message: str = "", variables: Mapping[str, Any] | None = None) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.variables = dict(variables or {})


@dataclass(frozen=True, slots=True)
class Handler:
    """A registered function. When a try takes longer than `lease`, another worker may begin the job again."""

    type: str
    run: Callable[[Job], Result]
    leaves_machine: bool = False
    lease: timedelta = INSIDE


_registered: dict[str, Handler] = {}

Function = Callable[[Job], Result]


def handler(
    type: str, *, leaves_machine: bool = False, lease: timedelta | None = None
) -> Callable[[Function], Function]:
    """Register the decorated function for jobs of `type`. Raises ValueError if another function has the type."""

    def register(function: Function) -> Function:
        known = _registered.get(type)
        if known is not None and origin(known.run) != origin(function):
            raise ValueError(f"The job type {type} has a handler already: {origin(known.run)}. Name another type.")
        default = OUTSIDE if leaves_machine else INSIDE
        _registered[type] = Handler(type, function, leaves_machine, lease or default)
        return function

    return register


def handlers() -> Mapping[str, Handler]:
    """All handlers registered so far, by job type."""
    return dict(_registered)


def origin(function: Function) -> str:
    """Where a function stands; the same one when its module is loaded again."""
    return f"{function.__module__}.{getattr(function, '__qualname__', repr(function))}"
