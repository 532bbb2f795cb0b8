"""What auditors ask: every index of the history by time, finished work by who did it, and saved questions."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text()
FACTS = {"actor": "actor", "business_key": "business_key", "process": "process_id"}
NEW_OF_FACTS = {"kind": "kind", "element": "element_id"}
RECORDS = ("actor", "kind", "subject", "business_key")
LATE = sa.text("completed_at > due_at")
SUBSTITUTED = sa.text("status = 'completed' AND on_behalf_of <> ''")


def upgrade() -> None:
    for name in FACTS:
        op.drop_index(f"ix_facts_{name}", "facts")
    for name, column in {**FACTS, **NEW_OF_FACTS}.items():
        op.create_index(f"ix_facts_{name}", "facts", [column, "at", "seq"])
    for name in RECORDS:
        op.drop_index(f"ix_records_{name}", "records")
        op.create_index(f"ix_records_{name}", "records", [name, "at", "seq"])
    op.create_index("ix_work_items_done", "work_items", ["element_id", "completed_by", "instance_id", "key"])
    op.create_index("ix_work_items_late", "work_items", ["completed_at"], sqlite_where=LATE, postgresql_where=LATE)
    op.create_index(
        "ix_work_items_substituted",
        "work_items",
        ["completed_at"],
        sqlite_where=SUBSTITUTED,
        postgresql_where=SUBSTITUTED,
    )
    op.create_table(
        "saved_questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("page", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("asked", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_questions"),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_saved_questions_name", "saved_questions", ["page", "owner", "name"], unique=True)


def downgrade() -> None:
    op.drop_table("saved_questions")
    for name in ("substituted", "late", "done"):
        op.drop_index(f"ix_work_items_{name}", "work_items")
    for name in RECORDS:
        op.drop_index(f"ix_records_{name}", "records")
        op.create_index(f"ix_records_{name}", "records", [name, "seq"])
    for name in (*NEW_OF_FACTS, *FACTS):
        op.drop_index(f"ix_facts_{name}", "facts")
    for name, column in FACTS.items():
        op.create_index(f"ix_facts_{name}", "facts", [column, "seq"])
