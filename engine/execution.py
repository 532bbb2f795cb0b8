"""How a command is carried out: the kernel decides, the store writes, in a transaction that somebody else opened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from engine.calendar import DEFAULT_HOURS, OfficeHours
from engine.catalog import Catalog, InTransaction
from engine.errors import Invalid
from engine.feel import FeelError
from engine.feel.codec import from_json, to_json
from engine.kernel import step
from engine.kernel.commands import Command, FailJob
from engine.kernel.facts import (
    Fact,
    IncidentResolved,
    InstanceResumed,
    JobCreated,
    JobFailed,
    MessageSubscribed,
    MessageThrown,
    SignalThrown,
    TimerArmed,
)
from engine.ports import Clock, JobAnswer
from engine.store import Database, Session
from engine.store.definitions import key_of
from engine.store.loading import Record
from engine.store.messages import Correlation
from engine.store.saving import Decided, decided, write


@dataclass(frozen=True, slots=True)
class Consequences:
    """What commands leave to be done: messages that may have found somebody, whether signals, timers, whether jobs.

    `due` is when the first of the timers is due that they armed; with `jobs` there may be some that can be tried now.
    """

    messages: frozenset[Correlation] = frozenset()
    signals: bool = False
    due: datetime | None = None
    jobs: bool = False

    def __or__(self, other: "Consequences") -> "Consequences":
        dues = [due for due in (self.due, other.due) if due is not None]
        return Consequences(
            self.messages | other.messages,
            self.signals or other.signals,
            min(dues, default=None),
            self.jobs or other.jobs,
        )

    def __bool__(self) -> bool:
        """Whether there is something to deliver."""
        return bool(self.messages) or self.signals


NOTHING = Consequences()


@dataclass(frozen=True)
class Execution:
    """What carrying out commands takes.

    `zone` is the office's: in it a date begins and a month is counted; deadlines in working days are by its `hours`.
    """

    database: Database
    catalog: Catalog
    clock: Clock
    zone: ZoneInfo
    hours: OfficeHours = DEFAULT_HOURS
    measures: list[Callable[[str, float], None]] = field(default_factory=list)  # told of each command and its time

    def now(self) -> datetime:
        """The time, in the office's time zone."""
        return self.clock.now().astimezone(self.zone)

    def latest_decision(self, session: Session, decision: str) -> Any:
        """What the latest version of a decision gives without any input; None when there is no such decision.

        Raises `FeelError` when it can't be made.
        """
        key = key_of(session, "decision", decision, None)
        return None if key is None else InTransaction(self.catalog, session).decide(key, {}, self.now()).value

    def carry_out(
        self,
        session: Session,
        record: Record,
        command: Command,
        *,
        actor: str,
        now: datetime,
        retry_at: datetime | None = None,
    ) -> Consequences:
        """Decide the command and write what follows. Gives what is to be delivered by it, after the commit.

        Raises what the kernel raises; the transaction must then be rolled back.
        """
        result, about = self.decide(session, record, command, actor=actor, now=now, retry_at=retry_at)
        if result is not None:
            write(session, [result])
        return about

    def decide(
        self,
        session: Session,
        record: Record,
        command: Command,
        *,
        actor: str,
        now: datetime,
        retry_at: datetime | None = None,
    ) -> tuple[Decided | None, Consequences]:
        """Decide the command without writing. None when nothing follows from it.

        Raises what the kernel raises; the record is then spoilt.
        """
        begun = perf_counter()
        facts = step(InTransaction(self.catalog, session, record.newest), record.state, command, now, self.hours)
        for tell in self.measures:
            tell(type(command).__name__, perf_counter() - begun)
        if not facts:
            return None, NOTHING
        return decided(record, facts, actor=actor, now=now, retry_at=retry_at), consequences_of(facts)


@dataclass(slots=True)
class _Left:
    """What facts leave to be done, while they are looked through."""

    messages: set[Correlation] = field(default_factory=set)
    signals: bool = False
    due: datetime | None = None
    jobs: bool = False

    def message(self, fact: MessageThrown | MessageSubscribed) -> None:
        self.messages.add((fact.name, fact.correlation_key))

    def signal(self, _: SignalThrown) -> None:
        self.signals = True

    def timer(self, fact: TimerArmed) -> None:
        self.due = fact.due if self.due is None else min(self.due, fact.due)

    def job(self, _: JobCreated | JobFailed | IncidentResolved | InstanceResumed) -> None:
        self.jobs = True


#: How a fact is taken down that leaves something to be done. Most leave nothing: only their type is looked at.
LEAVES: Mapping[type[Fact], Callable[[_Left, Any], None]] = {
    MessageThrown: _Left.message,
    MessageSubscribed: _Left.message,
    SignalThrown: _Left.signal,
    TimerArmed: _Left.timer,
    JobCreated: _Left.job,
    JobFailed: _Left.job,
    IncidentResolved: _Left.job,
    InstanceResumed: _Left.job,
}


def consequences_of(facts: Iterable[Fact]) -> Consequences:
    """What facts leave to be done."""
    left = None
    for fact in facts:
        if (note := LEAVES.get(type(fact))) is not None:
            left = left or _Left()
            note(left, fact)
    return NOTHING if left is None else Consequences(frozenset(left.messages), left.signals, left.due, left.jobs)


def values_of(variables: Mapping[str, Any] | None) -> dict[str, Any]:
    """Variables from outside, in the JSON form of `engine.feel.codec`, as FEEL values. Raises `Invalid`."""
    values, errors = {}, {}
    for name, value in (variables or {}).items():
        try:
            values[name] = from_json(value)
        except FeelError as error:
            errors[name] = f"{name}: {error}"
    if errors:
        raise Invalid(errors)
    return values


def stored_form(answer: JobAnswer) -> JobAnswer:
    """A handler's answer with the Python values that it gave as FEEL values. Raises `FeelError` for other things."""
    if isinstance(answer, FailJob):
        return answer
    variables = {name: from_json(to_json(value)) for name, value in answer.variables.items()}
    return msgspec.structs.replace(answer, variables=variables)
