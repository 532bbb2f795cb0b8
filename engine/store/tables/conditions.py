"""Conditions that start processes, and which of them were true when they were looked at last."""

from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table


class ConditionStart(Table):
    """A conditional start event of the latest version of a process; `timed`: it reads no variables."""

    __tablename__ = "condition_starts"

    process_id: Mapped[str] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # an event may have several definitions
    definition: Mapped[str]
    condition: Mapped[str]
    timed: Mapped[bool]


class HeldCondition(Table):
    """A condition that was true for a subject when it was looked at last, and starts nothing until it was false."""

    __tablename__ = "held_conditions"

    process_id: Mapped[str] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    condition: Mapped[str] = mapped_column(primary_key=True)  # another condition in a new version is another one
    subject: Mapped[str] = mapped_column(primary_key=True)
