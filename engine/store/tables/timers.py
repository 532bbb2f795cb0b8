"""What becomes due: timers of instances, and start events that a timer triggers."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table


class Timer(Table):
    """An armed timer of an instance."""

    __tablename__ = "timers"
    __table_args__ = (Index("ix_timers_due", "due", "instance_id", "key"),)

    instance_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due: Mapped[datetime]
    element_id: Mapped[str]  # the timer event
    process_id: Mapped[str]
    definition: Mapped[str]
    business_key: Mapped[str]
    created_at: Mapped[datetime]


class TimerStart(Table):
    """A timer start event of the latest version of a process; `left` repetitions follow, -1 for endless."""

    __tablename__ = "timer_starts"
    __table_args__ = (Index("ix_timer_starts_due", "due"),)

    process_id: Mapped[str] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # an event may have several definitions
    definition: Mapped[str]
    due: Mapped[datetime]
    interval: Mapped[str]
    left: Mapped[int]
