"""Messages on their way, and who waits for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Counter, Json

# Each in the words in which SQLAlchemy asks: SQLite uses a partial index only for the very same condition.
OPEN: dict[str, Any] = {"sqlite_where": text("open = 1"), "postgresql_where": text("open")}


class Message(Table):
    """A published message. `open` until its time to live is over: whoever waits for it until then gets it."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_open", "name", "correlation_key", **OPEN),
        Index("ix_messages_open_id", "id", **OPEN),  # for the sweep over all that are open
        Index("ix_messages_expires_at", "expires_at"),  # for housekeeping
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Counter, primary_key=True)
    message_id: Mapped[str | None] = mapped_column(unique=True)  # the publisher's own: only once
    name: Mapped[str]
    correlation_key: Mapped[str]
    variables: Mapped[dict[str, Any]] = mapped_column(Json)
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    expires_at: Mapped[datetime]
    open: Mapped[bool]


class Delivery(Table):
    """A message reached a process. Its primary key is why no process gets the same message twice."""

    __tablename__ = "message_deliveries"

    message: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    process_id: Mapped[str] = mapped_column(primary_key=True)
    instance_id: Mapped[str]
    at: Mapped[datetime]


class Subscription(Table):
    """An instance waits for a message."""

    __tablename__ = "message_subscriptions"
    __table_args__ = (Index("ix_message_subscriptions_name", "name", "correlation_key"),)

    instance_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    correlation_key: Mapped[str]
    element_id: Mapped[str]  # the message event or receive task
    process_id: Mapped[str]
    definition: Mapped[str]
    business_key: Mapped[str]
    created_at: Mapped[datetime]


class MessageStart(Table):
    """A message start event of the latest version of a process."""

    __tablename__ = "message_starts"
    __table_args__ = (Index("ix_message_starts_name", "name"),)

    process_id: Mapped[str] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    definition: Mapped[str]
    created_at: Mapped[datetime]
