"""Indexes in which a run of facts that belong together has one entry: they were more than half of what a fact cost.

Facts that are there already stay as they are, each a run of its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

LEADING = "(leads IS NULL OR leads <> 0)"
RARE = "kind <> 'ElementActivated' AND kind <> 'ElementCompleted' AND kind <> 'FlowTaken' AND kind <> 'VariablesSet'"
BY_HAND = {
    "sqlite": """kind = 'VariablesSet' AND instr(data, '"reason"') > 0""",
    "postgresql": """kind = 'VariablesSet' AND strpos(data, '"reason"') > 0""",
}


def upgrade() -> None:
    indexes = {
        "at": ([], LEADING),
        "actor": (["actor"], LEADING),
        "process": (["process_id"], LEADING),
        "business_key": (["business_key"], f"business_key <> '' AND {LEADING}"),
        "kind": (["kind"], RARE),
        "element": (["element_id"], ""),
        "by_hand": ([], BY_HAND[op.get_bind().dialect.name]),
    }
    op.add_column("facts", sa.Column("leads", sa.Integer(), nullable=True))
    for name, (columns, which) in indexes.items():
        where = sa.text(which) if which else None
        op.drop_index(f"ix_facts_{name}", "facts")
        op.create_index(f"ix_facts_{name}", "facts", [*columns, "at"], sqlite_where=where, postgresql_where=where)
