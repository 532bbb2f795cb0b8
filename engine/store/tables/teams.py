"""Teams with their managers, and who is away when."""

from datetime import date, datetime

from sqlalchemy import Date, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Counter


class Team(Table):
    """People who are led by the same manager."""

    __tablename__ = "teams"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    manager: Mapped[str]  # an account; empty: nobody


class Absence(Table):
    """Somebody is away from `first_day` to `last_day`, both included. Why is nobody's business: it isn't asked.

    `last_day` is empty while nobody knows. Absences that were entered wrongly are withdrawn, not deleted.
    """

    __tablename__ = "absences"
    __table_args__ = (Index("ix_absences_account", "account", "first_day"), Index("ix_absences_days", "last_day"))

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    account: Mapped[str]
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    substitute: Mapped[str]  # an account; empty: whoever fits best
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
