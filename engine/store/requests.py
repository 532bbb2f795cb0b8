"""Idempotency keys: a request that comes a second time gets the first answer."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine.errors import Refused
from engine.store import tables
from engine.store.insert_new import insert_new, insert_new_tuples
from engine.store.rows import sql_table

#: A command by its name, and its answer.
Asked = tuple[str, str]
COLUMNS = ("id", "command", "answer", "at")


def first_answer(session: Session, request_id: str, command: str, answer: str, now: datetime) -> str | None:
    """None for a new request, whose `answer` is remembered with this transaction; otherwise the first answer.

    Two at the same time: the second waits for the first to end. Without a key every request is new. Raises
    `Refused` where the key was used for another command.
    """
    request = tables.Request
    row = {"id": request_id, "command": command, "answer": answer, "at": now}
    if not request_id or insert_new(session, request, row):
        return None
    return answer_before(session, request_id, command)


def answer_before(session: Session, request_id: str, command: str) -> str | None:
    """The first answer to a request; None when it is new. Raises `Refused` as `first_answer` does."""
    request = tables.Request
    found = session.execute(select(request.command, request.answer).where(request.id == request_id)).one_or_none()
    if found is None:
        return None
    return the_same(request_id, (command, ""), (found.command, found.answer))


def the_same(request_id: str, asked: Asked, before: Asked) -> str:
    """The answer to a request that was there `before`. Raises `Refused` where that was for another command."""
    if before[0] != asked[0]:
        raise Refused(
            f"The request {request_id} was for something else ({before[0]}, not {asked[0]}). "
            "Give every request a key of its own."
        )
    return before[1]


def keep_answer(session: Session, request_id: str, answer: str) -> None:
    """The answer to a request that was new, where it is known only after the work. Without a key there is none."""
    if request_id:
        of = sql_table(tables.Request)
        session.connection().execute(update(of).where(of.c.id == request_id).values(answer=answer))


def new_requests(session: Session, asked: Mapping[str, Asked], now: datetime) -> dict[str, Asked]:
    """Remember many requests, each with its command and answer. Gives those that were there before, as they were."""
    if not asked:
        return {}
    request = tables.Request
    # In one order, so that two batches never wait for each other in a circle.
    rows = [(id, *asked[id], now) for id in sorted(asked)]
    old = asked.keys() - {id for (id,) in insert_new_tuples(session, request, COLUMNS, rows, "id")}
    if not old:
        return {}
    found = session.execute(select(request.id, request.command, request.answer).where(request.id.in_(sorted(old))))
    return {id: (command, answer) for id, command, answer in found}


def forget(session: Session, ids: Collection[str]) -> None:
    """Let these requests be new again: what they asked for was not done."""
    if ids:
        of = sql_table(tables.Request)
        session.connection().execute(delete(of).where(of.c.id.in_(sorted(ids))))
