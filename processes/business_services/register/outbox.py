"""The outbox for whoever sends it: claiming letters, and saying what became of them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from engine.store import Database
from engine.store.records import record
from processes.business_services.register.persons import contact_person
from processes.business_services.register.queries import rows
from processes.business_services.register.rows import LetterRow
from processes.business_services.register.tables import Letter

OUTBOX: Any = Letter.__table__


def claim(database: Database, now: datetime, lease: timedelta, limit: int) -> list[LetterRow]:
    """Letters that are due, the oldest first; for the length of `lease` nobody else gets them."""
    due = select(Letter).where(Letter.next_try_at <= now, Letter.sent_at.is_(None)).order_by(Letter.id).limit(limit)
    with database.writing() as session:
        found = list(session.scalars(due.with_for_update(skip_locked=True)))
        claimed = list(rows(LetterRow, found))
        for letter in found:
            letter.next_try_at = now + lease
    return claimed


def sent(database: Database, id: int, now: datetime) -> None:
    change(database, id, sent_at=now, next_try_at=None, failure="")


def failed(database: Database, id: int, tries: int, again: datetime | None, why: str) -> None:
    """A try failed; without a next one the letter stays unsent until somebody tries it anew."""
    change(database, id, tries=tries, next_try_at=again, failure=why)


def try_again(database: Database, id: int, now: datetime, *, actor: str = "system") -> bool:
    """Somebody has mended what was wrong: the letter is due now. False, and nothing changed, where it has left, isn't
    there, or still has nobody to go to.

    A customer's letter goes to whom the register names now: the address may be what was wrong.
    """
    with database.writing() as session:
        letter = session.get(Letter, id, with_for_update=True)
        if letter is None or letter.sent_at is not None:
            return False
        recipient = contact_person(session, letter.business_id).email if letter.audience == "customer" else ""
        if not (recipient or letter.recipient):
            return False
        values = {"tries": 0, "next_try_at": now, "recipient": recipient or letter.recipient}
        session.execute(update(OUTBOX).where(OUTBOX.c.id == id).values(values))
        record(session, "LetterTriedAgain", f"letter:{id}", actor=actor, now=now, business_key=letter.business_id)
    return True


def change(database: Database, id: int, **values: object) -> None:
    with database.writing() as session:
        session.execute(update(Letter).where(Letter.id == id, Letter.sent_at.is_(None)).values(**values))
