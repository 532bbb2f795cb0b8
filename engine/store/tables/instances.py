"""Process instances: one row for a root process and all that it has called."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table

KEPT = text("ended_at IS NOT NULL AND cleared_at IS NULL")


class Instance(Table):
    """An instance with its state as bytes. `facts` is how many it has; it grows with every command."""

    __tablename__ = "instances"
    __table_args__ = (
        Index("ix_instances_started", "started_at", "id"),
        Index("ix_instances_status", "status", "started_at", "id"),
        Index("ix_instances_process", "process_id", "started_at", "id"),
        Index(
            "ix_instances_business_key",
            "business_key",
            "started_at",
            "id",
            postgresql_ops={"business_key": "text_pattern_ops"},  # also finds beginnings
        ),
        Index("ix_instances_kept", "process_id", "ended_at", sqlite_where=KEPT, postgresql_where=KEPT),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    process_id: Mapped[str]
    version: Mapped[int]
    definition: Mapped[str]
    business_key: Mapped[str]
    status: Mapped[str]  # active · completed · terminated
    started_at: Mapped[datetime]
    started_by: Mapped[str]
    ended_at: Mapped[datetime | None]
    facts: Mapped[int]
    state: Mapped[bytes] = mapped_column(LargeBinary)
    cleared_at: Mapped[datetime | None]  # when its work items were removed, long after its end
