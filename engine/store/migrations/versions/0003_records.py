"""The history of what is no instance's own, and beside it the values that may be erased."""

import sqlalchemy as sa
from alembic import op

from engine.store.migrations.append_only import refuse_changes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text()
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXTS = ("actor", "on_behalf_of", "kind", "subject", "business_key", "reason", "request", "data", "digest")


def upgrade() -> None:
    op.create_table(
        "records",
        sa.Column("seq", COUNTER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in TEXTS),
        sa.PrimaryKeyConstraint("seq", name="pk_records"),
        sqlite_autoincrement=True,
    )
    for name in ("at", "actor", "kind", "subject", "business_key"):
        op.create_index(f"ix_records_{name}", "records", [name, "seq"])
    refuse_changes("records")
    op.create_table(
        "record_values",
        sa.Column("seq", COUNTER, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_record_values"),
        sa.ForeignKeyConstraint(["seq"], ["records.seq"], name="fk_record_values_seq"),
    )
