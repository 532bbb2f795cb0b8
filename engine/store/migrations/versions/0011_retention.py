"""The way from a process to its instances that ended before a day and still have their work items."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEPT: dict[str, Any] = {
    where: sa.text("ended_at IS NOT NULL AND cleared_at IS NULL") for where in ("sqlite_where", "postgresql_where")
}


def upgrade() -> None:
    op.add_column("instances", sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_instances_kept", "instances", ["process_id", "ended_at"], **KEPT)
