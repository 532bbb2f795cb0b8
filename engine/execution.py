"""How a command is carried out: the kernel decides, the store writes, in a transaction that somebody else opened."""

from collections.abc import Mapping
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
from engine.kernel.facts import Fact, MessageSubscribed, MessageThrown
from engine.ports import Clock, JobAnswer
from engine.store import Database, Session
from engine.store.loading import Record
from engine.store.messages import Correlation
from engine.store.saving import save


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
    ) -> set[Correlation]:
        """Decide the command and write what follows. Gives the messages that may have found somebody by it.

        Raises what the kernel raises; the transaction must then be rolled back.
        """
        facts = step(InTransaction(self.catalog, session), record.state, command, now)
        save(session, record, facts, actor=actor, now=now, retry_at=retry_at)
        return {correlation for fact in facts if (correlation := correlation_of(fact))}


def correlation_of(fact: Fact) -> Correlation | None:
    match fact:
        case MessageThrown() | MessageSubscribed():
            return fact.name, fact.correlation_key
    return None


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
