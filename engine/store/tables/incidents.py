"""What has stopped and waits for a person."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table


class Incident(Table):
    """An unresolved incident; resolved ones are in the facts."""

    __tablename__ = "incidents"
    __table_args__ = (
        Index("ix_incidents_created", "created_at", "instance_id", "key"),
        Index("ix_incidents_process", "process_id", "created_at"),
    )

    instance_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    element_id: Mapped[str]
    process_id: Mapped[str]
    definition: Mapped[str]
    business_key: Mapped[str]
    sentence: Mapped[str]
    job: Mapped[int]
    created_at: Mapped[datetime]
