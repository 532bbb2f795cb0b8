"""Teams, absences and working time of people; what routing keeps of each work item."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text()
TIME = sa.DateTime(timezone=True)
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def open_and(condition: str) -> dict[str, Any]:
    where = sa.text(f"status = 'open' AND {condition}")
    return {"sqlite_where": where, "postgresql_where": where}


def upgrade() -> None:
    op.create_table(
        "teams",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("manager", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
    )
    op.create_table(
        "absences",
        sa.Column("id", COUNTER, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("substitute", TEXT, nullable=False),
        sa.Column("entered_by", TEXT, nullable=False),
        sa.Column("entered_at", TIME, nullable=False),
        sa.Column("withdrawn_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
    )
    op.create_index("ix_absences_account", "absences", ["account", "first_day"])
    op.create_index("ix_absences_days", "absences", ["last_day"])
    op.add_column("people", sa.Column("team", TEXT, nullable=False, server_default=""))
    op.add_column("people", sa.Column("week", TEXT, nullable=False, server_default="[]"))
    op.add_column("people", sa.Column("capacity", sa.Integer(), nullable=True))
    for name in ("area", "on_behalf_of", "escalation"):
        op.add_column("work_items", sa.Column(name, TEXT, nullable=False, server_default=""))
    for name in ("wait_working_days", "remind_working_days", "escalate_working_days", "reassign_working_days"):
        op.add_column("work_items", sa.Column(name, sa.Integer(), nullable=True))
    for name in ("reminded_at", "escalated_at"):
        op.add_column("work_items", sa.Column(name, TIME, nullable=True))
    op.add_column("work_items", sa.Column("escalated_to", TEXT, nullable=False, server_default="[]"))
    op.create_index("ix_work_items_escalated", "work_items", ["escalated_at"], **open_and("escalation <> ''"))
    op.create_index(
        "ix_work_items_urgent", "work_items", ["priority"], **open_and("priority >= 80 AND escalation = ''")
    )
    op.create_index("ix_work_items_stood_in", "work_items", ["on_behalf_of"], **open_and("on_behalf_of <> ''"))
