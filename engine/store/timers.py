"""What is due: timers of instances, and start events that a timer triggers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine.store import tables

T, S = tables.Timer, tables.TimerStart


@dataclass(frozen=True, slots=True)
class StartRow:
    """A timer start event; `left` repetitions follow `interval` apart, -1 for endless."""

    process_id: str
    element_id: str
    part: int
    definition: str
    due: datetime
    interval: str
    left: int


def due(session: Session, now: datetime, limit: int) -> list[tuple[str, int]]:
    """(instance id, key) of the timers that are due, the longest overdue first."""
    wanted = select(T.instance_id, T.key).where(T.due <= now).order_by(T.due, T.instance_id, T.key).limit(limit)
    return [(instance_id, key) for instance_id, key in session.execute(wanted)]


def take_due_start(session: Session, now: datetime) -> StartRow | None:
    """The start event that is longest overdue, locked; one that another node is starting is left to it."""
    columns = (S.process_id, S.element_id, S.part, S.definition, S.due, S.interval, S.left)
    wanted = select(*columns).where(S.due <= now).order_by(S.due).limit(1).with_for_update(skip_locked=True)
    found = session.execute(wanted).one_or_none()
    return StartRow(*found) if found else None


def set_next_start(session: Session, start: StartRow, following: tuple[datetime, int] | None) -> None:
    """When the start event is due again and how often after that; None: never."""
    here = (S.process_id == start.process_id) & (S.element_id == start.element_id) & (S.part == start.part)
    if following is None:
        session.execute(delete(S).where(here).execution_options(synchronize_session=False))
        return
    due, left = following
    session.execute(update(S).where(here).values(due=due, left=left).execution_options(synchronize_session=False))
