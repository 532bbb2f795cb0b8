"""Idempotency keys: a request that comes a second time gets the first answer."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import Refused
from engine.store import tables
from engine.store.insert_new import insert_new


def first_answer(session: Session, request_id: str, command: str, answer: str, now: datetime) -> str | None:
    """None for a new request, whose `answer` is remembered with this transaction; otherwise the first answer.

    Two at the same time: the second waits for the first to end. Without a key every request is new. Raises
    `Refused` where the key was used for another command.
    """
    request = tables.Request
    row = {"id": request_id, "command": command, "answer": answer, "at": now}
    if not request_id or insert_new(session, request, row):
        return None
    found = session.execute(select(request.command, request.answer).where(request.id == request_id)).one()
    if found.command != command:
        raise Refused(
            f"The request {request_id} was for something else ({found.command}, not {command}). "
            "Give every request a key of its own."
        )
    return str(found.answer)
