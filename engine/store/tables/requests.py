"""Requests that were answered: the same one again gets the same answer and does nothing."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table


class Request(Table):
    """An idempotency key from outside, what it asked for and the first answer."""

    __tablename__ = "requests"
    __table_args__ = (Index("ix_requests_at", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    command: Mapped[str]
    answer: Mapped[str]
    at: Mapped[datetime]
