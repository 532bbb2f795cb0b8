"""The inbox: human tasks, open and done."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.tables.base import Table
from engine.store.types import Json

OPEN = text("status = 'open'")
ESCALATED = text("status = 'open' AND escalation <> ''")
URGENT = text("status = 'open' AND priority >= 80 AND escalation = ''")
STOOD_IN = text("status = 'open' AND on_behalf_of <> ''")
FREE = text("status = 'open' AND assignee = ''")
LATE = text("completed_at > due_at")
SUBSTITUTED = text("status = 'completed' AND on_behalf_of <> ''")


class WorkItem(Table):
    """A user task that somebody does. The inbox is ordered by `sort_at`: the due date, or the end of time."""

    __tablename__ = "work_items"
    __table_args__ = (
        Index(
            "ix_work_items_open",
            "assignee",
            "sort_at",
            "instance_id",
            "key",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "ix_work_items_free",
            "audience",
            "sort_at",
            "instance_id",
            "key",
            sqlite_where=FREE,
            postgresql_where=FREE,
        ),
        Index("ix_work_items_escalated", "escalated_at", sqlite_where=ESCALATED, postgresql_where=ESCALATED),
        Index("ix_work_items_urgent", "priority", sqlite_where=URGENT, postgresql_where=URGENT),
        Index("ix_work_items_stood_in", "on_behalf_of", sqlite_where=STOOD_IN, postgresql_where=STOOD_IN),
        Index("ix_work_items_due", "status", "sort_at", "instance_id", "key"),
        Index("ix_work_items_process", "process_id", "status", "sort_at", "instance_id", "key"),
        Index("ix_work_items_business_key", "business_key", "sort_at", "instance_id", "key"),
        Index("ix_work_items_completed", "completed_by", "completed_at"),
        Index("ix_work_items_done", "element_id", "completed_by", "instance_id", "key"),
        Index("ix_work_items_late", "completed_at", sqlite_where=LATE, postgresql_where=LATE),
        Index("ix_work_items_substituted", "completed_at", sqlite_where=SUBSTITUTED, postgresql_where=SUBSTITUTED),
    )

    instance_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str]  # open · completed · cancelled
    element_id: Mapped[str]
    name: Mapped[str]
    process_id: Mapped[str]
    definition: Mapped[str]
    business_key: Mapped[str]
    assignee: Mapped[str]  # empty: nobody holds it
    assigned_at: Mapped[datetime | None]
    reason: Mapped[str]  # why the assignee got it
    candidate_groups: Mapped[list[str]] = mapped_column(Json)
    candidate_users: Mapped[list[str]] = mapped_column(Json)
    audience: Mapped[str] = mapped_column(server_default="")  # who may take it; empty: nobody by group or name
    form: Mapped[str]  # the form's definition key
    due_at: Mapped[datetime | None]
    follow_up_at: Mapped[datetime | None]
    sort_at: Mapped[datetime]
    priority: Mapped[int]
    skills: Mapped[list[str]] = mapped_column(Json)
    language: Mapped[str]
    continuity: Mapped[str]
    due_working_days: Mapped[int | None]
    area: Mapped[str] = mapped_column(server_default="")
    wait_working_days: Mapped[int | None]
    remind_working_days: Mapped[int | None]
    escalate_working_days: Mapped[int | None]
    reassign_working_days: Mapped[int | None]
    on_behalf_of: Mapped[str] = mapped_column(server_default="")  # who would hold it if they were at work
    reminded_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    escalated_to: Mapped[list[str]] = mapped_column(Json, server_default="[]")
    escalation: Mapped[str] = mapped_column(server_default="")  # why it needs its managers; empty: it doesn't
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[str]


class Audience(Table):
    """A group or person of an audience (`engine.store.audiences`). Rows are only added."""

    __tablename__ = "audiences"
    __table_args__ = (Index("ix_audiences_name", "kind", "name", "audience"),)

    audience: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # group · user
    name: Mapped[str] = mapped_column(primary_key=True)
