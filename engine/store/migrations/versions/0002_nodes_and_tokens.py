"""Processes that are alive, tokens of the API, and the way from a process to the jobs that it has claimed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text()
TIME = sa.DateTime(timezone=True)
CLAIMED = sa.text("locked_by <> ''")


def upgrade() -> None:
    op.create_table(
        "nodes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("parts", TEXT, nullable=False),
        sa.Column("host", TEXT, nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_nodes"),
    )
    op.create_index("ix_nodes_seen_at", "nodes", ["seen_at"])
    op.create_table(
        "api_tokens",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("roles", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
    )
    op.create_index("uq_api_tokens_hash", "api_tokens", ["hash"], unique=True)
    op.create_index("ix_api_tokens_account", "api_tokens", ["account", "id"])
    op.create_index("ix_jobs_locked_by", "jobs", ["locked_by"], sqlite_where=CLAIMED, postgresql_where=CLAIMED)
