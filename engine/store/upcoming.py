"""When the next timer is due, for a clock that wants to be there on time."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.store import tables


def next_due(session: Session, after: datetime) -> datetime | None:
    """When the first timer or timer start event after `after` is due; None when there is none.

    What is due already is not told: it was just looked at, and what could not be done (of instances that are
    suspended, or that somebody had locked) would make a clock turn without a pause.
    """
    armed = select(func.min(tables.Timer.due)).where(tables.Timer.due > after).scalar_subquery()
    starting = select(func.min(tables.TimerStart.due)).where(tables.TimerStart.due > after).scalar_subquery()
    return min((due for due in session.execute(select(armed, starting)).one() if due is not None), default=None)
