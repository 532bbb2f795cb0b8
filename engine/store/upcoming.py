"""When the next timer is due, for a clock that wants to be there on time."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.suspended import moves


def next_due(session: Session) -> datetime | None:
    """When the next timer of an instance or timer start event is due; None when none is armed.

    Those of suspended instances don't count: a clock would come again and again for nothing.
    """
    due = tables.Timer.due
    armed = session.execute(
        select(due).where(moves(tables.Timer.instance_id)).order_by(due).limit(1)
    ).scalar_one_or_none()
    starting = session.execute(select(func.min(tables.TimerStart.due))).scalar_one()
    return min((due for due in (armed, starting) if due is not None), default=None)
