"""The log over the history: entries, the tree over them, and signed checkpoints."""

import sqlalchemy as sa
from alembic import op

from engine.store.migrations.append_only import refuse_changes

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text()
NUMBER = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "log_entries",
        sa.Column("place", NUMBER, autoincrement=False, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("seq", NUMBER, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_log_entries"),
    )
    op.create_index("uq_log_entries_source_seq", "log_entries", ["source", "seq"], unique=True)
    op.create_table(
        "log_nodes",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", NUMBER, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", name="pk_log_nodes"),
    )
    op.create_table(
        "checkpoints",
        sa.Column("size", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("size", name="pk_checkpoints"),
    )
    for table in ("log_entries", "log_nodes", "checkpoints"):
        refuse_changes(table)
    positions = op.create_table(
        "log_positions",
        sa.Column("source", TEXT, nullable=False),
        sa.Column("settled", NUMBER, nullable=False),
        sa.Column("seen", NUMBER, nullable=False),
        sa.Column("horizon", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_log_positions"),
    )
    start = {"settled": 0, "seen": 0, "horizon": 0}
    op.bulk_insert(positions, [{"source": source, **start} for source in ("facts", "records")])
