"""When the next timer is due, for a clock that wants to be there on time."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.store import tables


def next_due(session: Session) -> datetime | None:
    """When the next timer of an instance or timer start event is due; None when none is armed."""
    armed = session.execute(select(func.min(tables.Timer.due))).scalar_one()
    starting = session.execute(select(func.min(tables.TimerStart.due))).scalar_one()
    return min((due for due in (armed, starting) if due is not None), default=None)
