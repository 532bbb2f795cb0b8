"""The way to messages whose time is over, for housekeeping."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_messages_expires_at", "messages", ["expires_at"])
