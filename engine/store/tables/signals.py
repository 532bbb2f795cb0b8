"""Signals on their way, and who waits for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Counter, Json


class Signal(Table):
    """A signal that was thrown."""

    __tablename__ = "signals"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    name: Mapped[str]
    variables: Mapped[dict[str, Any]] = mapped_column(Json)
    thrown_at: Mapped[datetime]
    thrown_by: Mapped[str]


class Broadcast(Table):
    """Somebody who waited when a signal was thrown and has not got it yet: an instance, or a start event (key 0)."""

    __tablename__ = "signal_broadcasts"

    signal: Mapped[int] = mapped_column(ForeignKey("signals.id", ondelete="CASCADE"), primary_key=True)
    instance_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    process_id: Mapped[str] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(primary_key=True)
    definition: Mapped[str]


class SignalSubscription(Table):
    """An instance waits for a signal."""

    __tablename__ = "signal_subscriptions"
    __table_args__ = (Index("ix_signal_subscriptions_name", "name"),)

    instance_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    element_id: Mapped[str]
    process_id: Mapped[str]
    definition: Mapped[str]
    business_key: Mapped[str]
    created_at: Mapped[datetime]


class SignalStart(Table):
    """A signal start event of the latest version of a process."""

    __tablename__ = "signal_starts"
    __table_args__ = (Index("ix_signal_starts_name", "name"),)

    process_id: Mapped[str] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    definition: Mapped[str]
