"""How a command is carried out: the kernel decides, the store writes, in a transaction that somebody else opened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.catalog import Catalog, InTransaction
from engine.errors import Invalid
from engine.feel import FeelError
from engine.feel.codec import from_json, to_json
from engine.kernel import step
from engine.kernel.commands import Command, FailJob
from engine.kernel.facts import Fact, MessageSubscribed, MessageThrown, SignalThrown
from engine.ports import Clock, JobAnswer
from engine.store import Database, Session
from engine.store.loading import Record
from engine.store.messages import Correlation
from engine.store.saving import save


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a command leaves to be delivered: messages that may have found somebody by it, and whether signals."""

    messages: frozenset[Correlation] = frozenset()
    signals: bool = False

    def __or__(self, other: "Consequences") -> "Consequences":
        return Consequences(self.messages | other.messages, self.signals or other.signals)

    def __bool__(self) -> bool:
        return bool(self.messages) or self.signals


NOTHING = Consequences()


@dataclass(frozen=True)
class Execution:
    """What carrying out commands takes. `zone` is the office's: in it a date begins and a month is counted."""

    database: Database
    catalog: Catalog
    clock: Clock
    zone: ZoneInfo

    def now(self) -> datetime:
        """The time, in the office's time zone."""
        return self.clock.now().astimezone(self.zone)

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
        facts = step(InTransaction(self.catalog, session), record.state, command, now)
        save(session, record, facts, actor=actor, now=now, retry_at=retry_at)
        return consequences_of(facts)


def consequences_of(facts: Iterable[Fact]) -> Consequences:
    messages, signals = set(), False
    for fact in facts:
        match fact:
            case MessageThrown() | MessageSubscribed():
                messages.add((fact.name, fact.correlation_key))
            case SignalThrown():
                signals = True
    return Consequences(frozenset(messages), signals) if messages or signals else NOTHING


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
    return replace(answer, variables={name: from_json(to_json(value)) for name, value in answer.variables.items()})
