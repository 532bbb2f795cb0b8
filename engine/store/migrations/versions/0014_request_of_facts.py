"""Which request led to a fact, and a way to the variables that somebody set by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BY_HAND_SQLITE = sa.text("""kind = 'VariablesSet' AND instr(data, '"reason"') > 0""")
BY_HAND_POSTGRES = sa.text("""kind = 'VariablesSet' AND strpos(data, '"reason"') > 0""")


def upgrade() -> None:
    op.add_column("facts", sa.Column("request", sa.Text(), nullable=False, server_default=""))
    op.create_index(
        "ix_facts_by_hand",
        "facts",
        ["at", "seq"],
        sqlite_where=BY_HAND_SQLITE,
        postgresql_where=BY_HAND_POSTGRES,
    )
