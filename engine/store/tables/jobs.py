"""Work for handlers."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Json

TRIABLE = text("retries > 0")  # the others wait for a person
CLAIMED = text("locked_by <> ''")


class Job(Table):
    """An open job. It may be tried from `run_at` on; whoever locks it has it until `locked_until`."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "ix_jobs_run_at",
            "run_at",
            "instance_id",
            "key",
            sqlite_where=TRIABLE,
            postgresql_where=TRIABLE,
        ),
        Index("ix_jobs_type", "type", "run_at"),
        Index("ix_jobs_locked_by", "locked_by", sqlite_where=CLAIMED, postgresql_where=CLAIMED),
    )

    instance_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str]
    retries: Mapped[int]
    headers: Mapped[dict[str, str]] = mapped_column(Json)
    element_id: Mapped[str]
    process_id: Mapped[str]
    definition: Mapped[str]
    business_key: Mapped[str]
    created_at: Mapped[datetime]
    actor: Mapped[str]  # whose command made it
    run_at: Mapped[datetime]
    sentence: Mapped[str]  # why the last try failed
    locked_by: Mapped[str]
    locked_until: Mapped[datetime | None]
