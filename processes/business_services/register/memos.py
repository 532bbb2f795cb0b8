"""Memos that somebody writes by hand, beside those that the processes keep."""

from datetime import datetime

from engine.errors import Invalid
from engine.store import Database
from processes.business_services.register.companies import company
from processes.business_services.register.recording import written_by
from processes.business_services.register.tables import Memo

BY_HAND = "meeting"
SHORTEST, LONGEST = 3, 4000


def write(database: Database, business_id: str, text: str, *, author: str, now: datetime) -> None:
    """Keep a memo of a meeting. Raises `NotFound` for an unknown company, `Invalid` for a text that can't be kept."""
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise Invalid({"text": f"A memo has from {SHORTEST} to {LONGEST} characters; this one has {len(text)}."})
    with database.writing() as session:
        written_by(session, author, now)
        company(session, business_id)
        memo = Memo(business_id=business_id, instance_id="", kind=BY_HAND, text=text, author=author, written_at=now)
        session.add(memo)
