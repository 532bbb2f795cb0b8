"""What went wrong, was told, was undone, or stopped."""

from typing import Any

from engine.kernel.facts.base import Fact


class ExpressionWarned(Fact, frozen=True):
    """The expression `text` at the instance `key` gave null where something was wrong, and this is what.

    `what` says what the expression was for.
    """

    key: int
    what: str
    text: str
    warnings: tuple[str, ...]


class ErrorThrown(Fact, frozen=True):
    """The element instance `key` threw an error; the instance of `caught_by` (an event's element id) catches it."""

    key: int
    code: str
    message: str = ""
    caught_by: str = ""


class EscalationThrown(Fact, frozen=True):
    """The element instance `key` threw an escalation. With nobody to catch it, `caught_by` is empty, and it goes on."""

    key: int
    code: str
    caught_by: str = ""


class CompensableCompleted(Fact, frozen=True):
    """The instance `key` is about to end, and can be undone later: by `handler`, or by undoing what ended inside it.

    `variables` are the data of its time. The body of a multi-instance hands on what its items have left (`body`).
    """

    key: int
    handler: str = ""
    variables: dict[str, Any] = {}
    body: bool = False


class CompensationThrown(Fact, frozen=True):
    """The instance `key` begins to undo what is complete in `scope`, or only `activity`, last things first."""

    key: int
    scope: int
    activity: str = ""


class CompensationTaken(Fact, frozen=True):
    """The last of what the instance `key` has to undo is being undone by the handler `instance`.

    Without a handler (0), what ended inside it is undone instead, one by one.
    """

    key: int
    element: str
    instance: int = 0


class IncidentRaised(Fact, frozen=True):
    """The element instance `owner` can't go on. `phase` is where a retry takes it up again."""

    key: int
    owner: int
    phase: str
    sentence: str
    job: int = 0


class IncidentResolved(Fact, frozen=True):
    """What stopped is tried again, a job with this many `retries`; `reason` when somebody wanted it so."""

    key: int
    retries: int = 0
    reason: str = ""
