"""Facts in partitions on PostgreSQL, and tables that are written often swept more often.

What is there becomes the first partition as it stands: no fact is moved, so that this takes as long for a hundred
million facts as for none, apart from one reading of them.
"""

import re

import sqlalchemy as sa
from alembic import op

from engine.store.migrations.append_only import allow_changes, refuse_changes
from engine.store.partitions import SIZE, make_ahead, partition_name, refuse_truncate

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: Rows come and go, or change: dead ones are swept when they are a fiftieth of the table, not a fifth.
BUSY = (
    "instances",
    "work_items",
    "timers",
    "jobs",
    "message_subscriptions",
    "messages",
    "signal_broadcasts",
    "requests",
)
SWEPT = "autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02"


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    for table in BUSY:
        op.execute(f"ALTER TABLE {table} SET ({SWEPT})")
    # A page with room left takes the next state of an instance without touching an index.
    op.execute("ALTER TABLE instances SET (fillfactor = 70)")
    partition(connection)


def partition(connection: sa.Connection) -> None:
    newest = connection.execute(sa.text("SELECT COALESCE(max(seq), 0) FROM facts")).scalar_one()
    end = (newest // SIZE + 1) * SIZE
    first = partition_name(end)
    allow_changes("facts")
    indexes = connection.execute(
        sa.text(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'facts' AND schemaname = current_schema()"
        )
    ).all()
    op.execute(f"ALTER TABLE facts RENAME TO {first}")
    for name, _ in indexes:
        op.execute(f"ALTER INDEX {name} RENAME TO {renamed(name, first)}")
    op.execute(f"CREATE TABLE facts (LIKE {first} INCLUDING DEFAULTS) PARTITION BY RANGE (seq)")
    op.execute("ALTER TABLE facts ADD CONSTRAINT pk_facts PRIMARY KEY (seq)")
    for _, definition in indexes:
        if " UNIQUE " not in definition:
            # PostgreSQL's own words for the index, but for one more: it shall begin on the new table.
            op.execute(re.sub(r" ON (\S+\.)?facts ", " ON facts ", definition))
    op.execute("ALTER SEQUENCE facts_seq_seq OWNED BY facts.seq")
    op.execute(f"ALTER TABLE facts ATTACH PARTITION {first} FOR VALUES FROM (MINVALUE) TO ({end})")
    refuse_changes("facts")
    refuse_truncate(connection, first)
    make_ahead(connection)


def renamed(index: str, table: str) -> str:
    return index.replace("facts", table, 1)
