"""Thrown signals. Who gets one is settled when it is thrown: all who wait then, and nobody who comes later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, literal, select, union_all
from sqlalchemy.orm import Session

from engine.store import tables

G, B, S, T = tables.Signal, tables.Broadcast, tables.SignalSubscription, tables.SignalStart
RECIPIENT = ("instance_id", "key", "process_id", "element_id", "definition")


@dataclass(frozen=True, slots=True)
class ThrownSignal:
    """A signal and what its thrower has done so far in the same command: waits that came, and keys of those that went.

    The table does not show these yet, or will show more of them than there were when the signal was thrown.
    """

    name: str
    variables: dict[str, Any]
    instance_id: str = ""
    came: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    went: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who still has to get a signal: the subscription `key` of an instance, or a start event of a definition."""

    signal: int
    instance_id: str
    key: int
    process_id: str
    element_id: str
    definition: str


def throw(session: Session, signal: ThrownSignal, *, actor: str, now: datetime) -> None:
    """Note the signal for everybody who waits for it at this moment. Before the command's own waits are written."""
    row = {"name": signal.name, "variables": signal.variables, "thrown_at": now, "thrown_by": actor}
    id = session.execute(insert(G).values(row).returning(G.id)).scalar_one()
    waiting = select(literal(id), S.instance_id, S.key, S.process_id, S.element_id, S.definition).where(
        S.name == signal.name
    )
    if signal.went:
        waiting = waiting.where((S.instance_id != signal.instance_id) | S.key.not_in(signal.went))
    starting = select(literal(id), literal(""), literal(0), T.process_id, T.element_id, T.definition).where(
        T.name == signal.name
    )
    session.execute(insert(B).from_select(["signal", *RECIPIENT], union_all(waiting, starting)))
    own = [{"signal": id, **{name: row[name] for name in RECIPIENT}} for row in signal.came.values()]
    if own:
        session.execute(insert(B), own)


def recipients(session: Session, limit: int) -> list[Recipient]:
    """Those who have not got their signal yet, the oldest signal first."""
    columns = (B.signal, B.instance_id, B.key, B.process_id, B.element_id, B.definition)
    wanted = select(*columns).order_by(B.signal, B.instance_id, B.key, B.process_id, B.element_id).limit(limit)
    return [Recipient(*row) for row in session.execute(wanted)]


def take(session: Session, recipient: Recipient) -> tuple[str, dict[str, Any]] | None:
    """Name and variables of the signal, which is now delivered; None when somebody else was faster."""
    here = (
        (B.signal == recipient.signal)
        & (B.instance_id == recipient.instance_id)
        & (B.key == recipient.key)
        & (B.process_id == recipient.process_id)
        & (B.element_id == recipient.element_id)
    )
    if session.execute(delete(B).where(here).returning(B.signal)).first() is None:
        return None
    name, variables = session.execute(select(G.name, G.variables).where(G.id == recipient.signal)).one()
    return name, variables
