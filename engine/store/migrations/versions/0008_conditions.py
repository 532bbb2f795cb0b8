"""Conditions that start processes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sa.Text()


def upgrade() -> None:
    op.create_table(
        "condition_starts",
        sa.Column("process_id", TEXT, nullable=False),
        sa.Column("element_id", TEXT, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("definition", TEXT, nullable=False),
        sa.Column("condition", TEXT, nullable=False),
        sa.Column("timed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("process_id", "element_id", "part", name="pk_condition_starts"),
    )
    op.create_table(
        "held_conditions",
        sa.Column("process_id", TEXT, nullable=False),
        sa.Column("element_id", TEXT, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("condition", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("process_id", "element_id", "part", "condition", "subject", name="pk_held_conditions"),
    )


def downgrade() -> None:
    op.drop_table("held_conditions")
    op.drop_table("condition_starts")
