"""Checkpoints as they were signed, and the records about the keys that signed them."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store import records, tables
from engine.store.insert_new import insert_new

C = tables.Checkpoint
SUBJECT = "log"
KEY_MADE = "LogKeyMade"


def newest(session: Session) -> tables.Checkpoint | None:
    return session.scalars(select(C).order_by(C.size.desc()).limit(1)).first()


def all_of(session: Session) -> Iterator[tables.Checkpoint]:
    """Every checkpoint, the shortest first."""
    yield from session.scalars(select(C).order_by(C.size).execution_options(yield_per=1000))


def keep(session: Session, size: int, at: datetime, note: str) -> bool:
    """Keep a checkpoint; False: there is one of this size."""
    return insert_new(session, C, {"size": size, "at": at, "note": note})


def keys(session: Session) -> list[str]:
    """The public keys that the history knows, the newest first."""
    wanted = records.Wanted(kind=KEY_MADE, subject=SUBJECT)
    return [str(record.data["key"]) for record in records.found(session, wanted, limit=1000)]


def know_key(session: Session, key: str, *, actor: str, now: datetime, reason: str) -> None:
    """Record a public key, unless it is known."""
    if key not in keys(session):
        records.record(session, KEY_MADE, SUBJECT, actor=actor, now=now, reason=reason, data={"key": key})
