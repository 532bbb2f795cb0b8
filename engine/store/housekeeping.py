"""Old rows that nothing asks for any more. The history is not among them: facts stay."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.store import tables

M, R = tables.Message, tables.Request


def remove_messages(session: Session, before: datetime, *, named: bool, limit: int) -> int:
    """Remove closed messages that expired before then. `named`: those with an id of the publisher's own."""
    which = M.message_id.is_not(None) if named else M.message_id.is_(None)
    old = select(M.id).where(M.open.is_(False), M.expires_at < before, which).limit(limit)
    return session.connection().execute(delete(M).where(M.id.in_(old))).rowcount


def remove_requests(session: Session, before: datetime, limit: int) -> int:
    """Forget answers that were given before then."""
    old = select(R.id).where(R.at < before).order_by(R.at).limit(limit)
    return session.connection().execute(delete(R).where(R.id.in_(old))).rowcount
