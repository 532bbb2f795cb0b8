"""Published messages, and the open ends that wait for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, select, true, tuple_, update
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.database import Database
from engine.store.insert_new import insert_new
from engine.store.suspended import is_suspended, moves

Correlation = tuple[str, str]  # a message name and a correlation key

M, S, D = tables.Message, tables.Subscription, tables.Delivery
MARGIN = timedelta(hours=1)  # expired messages are looked at for this much longer, for commands still under way


@dataclass(frozen=True, slots=True)
class Match:
    """A message and who shall get it: the subscription `key` of an instance, or a start event of a process."""

    message: int
    process_id: str
    instance_id: str = ""
    key: int = 0
    definition: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class MessageRow:
    name: str
    message_id: str
    correlation_key: str
    variables: dict[str, Any]


def publish(
    session: Session,
    name: str,
    correlation_key: str,
    variables: dict[str, Any],
    *,
    message_id: str,
    expires_at: datetime,
    actor: str,
    now: datetime,
) -> bool:
    """Keep a message for whoever waits. False when one with this message id has been published before."""
    row = {
        "message_id": message_id or None,
        "name": name,
        "correlation_key": correlation_key,
        "variables": variables,
        "published_at": now,
        "published_by": actor,
        "expires_at": expires_at,
        "open": True,
    }
    return insert_new(session, M, row)


def matches(session: Session, about: Collection[Correlation] | None, limit: int) -> list[Match]:
    """Messages and who waits for them, the oldest message first and instances before start events.

    `about` narrows the search to some names and correlation keys; None looks at all. A wait that was open before the
    message expired counts, however late it is looked for: being down loses no message. One that a suspended instance
    waits for is kept for it.
    """
    parameters: dict[str, Any] = {"most": limit}
    if about is not None:
        parameters["about"] = list(about)
    waiting, starting = waits(everything=about is None)
    there = session.connection()
    found = [Match(*row) for row in there.execute(waiting, parameters)]
    for message, process_id, definition, event in there.execute(starting, parameters):
        found.append(Match(message, process_id, definition=definition, event=event))
    return found


@cache
def waits(*, everything: bool) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """The statements for messages that instances wait for, and for those that start processes; put together once."""
    these = true() if everything else tuple_(M.name, M.correlation_key).in_(bindparam("about", expanding=True))
    most = bindparam("most", type_=Integer)
    waiting = (
        select(M.id, S.process_id, S.instance_id, S.key)
        .join(S, and_(S.name == M.name, S.correlation_key == M.correlation_key, S.created_at <= M.expires_at))
        .where(M.open, these, ~exists().where(D.message == M.id, D.process_id == S.process_id))
        .where(moves(S.instance_id))
        .order_by(M.id, S.created_at, S.instance_id, S.key)
        .limit(most)
    )
    start = tables.MessageStart
    starting = (
        select(M.id, start.process_id, start.definition, start.element_id)
        .join(start, and_(start.name == M.name, start.created_at <= M.expires_at))
        .where(M.open, these, ~exists().where(D.message == M.id, D.process_id == start.process_id))
        .where(~kept_for_suspended(S.process_id == start.process_id))
        .order_by(M.id, start.process_id)
        .limit(most)
    )
    return waiting, starting


def kept_for_suspended(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """A suspended instance waits for the message, and has since before it expired."""
    here = (S.name == M.name, S.correlation_key == M.correlation_key, S.created_at <= M.expires_at, *more)
    return exists().where(*here, is_suspended(S.instance_id))


def take(session: Session, match: Match, instance_id: str, now: datetime) -> MessageRow | None:
    """The message, taken for this process for ever; None when somebody else was first."""
    row = {"message": match.message, "process_id": match.process_id, "instance_id": instance_id, "at": now}
    if not insert_new(session, D, row):
        return None
    name, message_id, correlation_key, variables = session.execute(
        select(M.name, M.message_id, M.correlation_key, M.variables).where(M.id == match.message)
    ).one()
    return MessageRow(name, message_id or str(match.message), correlation_key, variables)


def close_expired(database: Database, now: datetime) -> None:
    """Stop looking at messages whose time to live is over, unless a suspended instance has one coming."""
    expired = (M.open, M.expires_at < now - MARGIN, ~kept_for_suspended())
    with database.reading() as session:  # most times there is none, and nobody need wait for a writer
        if session.execute(select(M.id).where(*expired).limit(1)).first() is None:
            return
    with database.writing() as session:
        session.connection().execute(update(M).where(*expired).values(open=False))
