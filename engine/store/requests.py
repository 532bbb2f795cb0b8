"""Idempotency keys: a request that comes a second time gets the first answer."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine.errors import Refused
from engine.store import tables
from engine.store.insert_new import INSERT, insert_new
from engine.store.rows import sql_table


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
    if found.command != command:
        raise Refused(
            f"The request {request_id} was for something else ({found.command}, not {command}). "
            "Give every request a key of its own."
        )
    return str(found.answer)


def keep_answer(session: Session, request_id: str, answer: str) -> None:
    """The answer to a request that was new, where it is known only after the work. Without a key there is none."""
    if request_id:
        of = sql_table(tables.Request)
        session.connection().execute(update(of).where(of.c.id == request_id).values(answer=answer))


def new_requests(session: Session, asked: Mapping[str, tuple[str, str]], now: datetime) -> dict[str, tuple[str, str]]:
    """Remember many requests, each with its command and answer. Gives those that were there before, as they were."""
    if not asked:
        return {}
    request = tables.Request
    # In one order, so that two batches never wait for each other in a circle.
    rows = [{"id": id, "command": asked[id][0], "answer": asked[id][1], "at": now} for id in sorted(asked)]
    connection = session.connection()
    insert = INSERT[connection.dialect.name](request).values(rows).on_conflict_do_nothing().returning(request.id)
    old = asked.keys() - set(connection.execute(insert).scalars())
    if not old:
        return {}
    found = session.execute(select(request.id, request.command, request.answer).where(request.id.in_(sorted(old))))
    return {id: (command, answer) for id, command, answer in found}


def forget(session: Session, ids: Collection[str]) -> None:
    """Let these requests be new again: what they asked for was not done."""
    if ids:
        of = sql_table(tables.Request)
        session.connection().execute(delete(of).where(of.c.id.in_(sorted(ids))))
