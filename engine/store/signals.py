"""Thrown signals. Who gets one is settled when it is thrown: all who wait then, and nobody who comes later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.suspended import moves

G, B, S, T = tables.Signal, tables.Broadcast, tables.SignalSubscription, tables.SignalStart
RECIPIENT = ("instance_id", "key", "process_id", "element_id", "definition")


@dataclass(frozen=True, slots=True)
class ThrownSignal:
    """A signal, and the instance that threw it and has given it to itself already; none when it came from outside."""

    name: str
    variables: dict[str, Any]
    instance_id: str = ""


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
    """Note the signal for everybody else who waits for it at this moment.

    A start event where an instance that has begun waits for the signal begins no other: it is for that instance.
    """
    row = {"name": signal.name, "variables": signal.variables, "thrown_at": now, "thrown_by": actor}
    id = session.execute(insert(G).values(row).returning(G.id)).scalar_one()
    waiting = select(literal(id), S.instance_id, S.key, S.process_id, S.element_id, S.definition).where(
        S.name == signal.name, S.instance_id != signal.instance_id
    )
    starting = select(literal(id), literal(""), literal(0), T.process_id, T.element_id, T.definition).where(
        T.name == signal.name,
        ~exists().where(S.name == T.name, S.process_id == T.process_id, S.element_id == T.element_id),
    )
    session.execute(insert(B).from_select(["signal", *RECIPIENT], union_all(waiting, starting)))


def recipients(session: Session, limit: int) -> list[Recipient]:
    """Those who have not got their signal yet, the oldest signal first. Suspended instances get it when they resume."""
    columns = (B.signal, B.instance_id, B.key, B.process_id, B.element_id, B.definition)
    wanted = select(*columns).where(moves(B.instance_id))
    ordered = wanted.order_by(B.signal, B.instance_id, B.key, B.process_id, B.element_id).limit(limit)
    return [Recipient(*row) for row in session.execute(ordered)]


def still_waiting(session: Session, signal: int, instance_ids: Collection[str]) -> set[tuple[str, int]]:
    """Which subscriptions of these instances, which are locked, still have to get the signal."""
    wanted = select(B.instance_id, B.key).where(B.signal == signal, B.instance_id.in_(sorted(instance_ids)))
    return {(instance_id, key) for instance_id, key in session.execute(wanted)}


def content(session: Session, signal: int) -> tuple[str, dict[str, Any]]:
    """Name and variables of the signal."""
    name, variables = session.execute(select(G.name, G.variables).where(G.id == signal)).one()
    return name, variables


def delivered(session: Session, signal: int, subscriptions: Collection[tuple[str, int]]) -> None:
    """These subscriptions have got the signal, or are over."""
    if subscriptions:
        here = (B.signal == signal) & tuple_(B.instance_id, B.key).in_(sorted(subscriptions))
        session.execute(delete(B).where(here).execution_options(synchronize_session=False))


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
    return content(session, recipient.signal)
