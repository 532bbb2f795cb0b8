"""Instances whose facts stand in an archive file: only theirs may be deleted."""

import sqlalchemy as sa
from alembic import op

from engine.store.migrations.append_only import refuse_changes

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TEXT = sa.Text()
SQLITE = """
CREATE TRIGGER facts_refuse_DELETE BEFORE DELETE ON facts
WHEN NOT EXISTS (SELECT 1 FROM archived_instances AS a WHERE a.instance_id = OLD.instance_id)
BEGIN SELECT RAISE(ABORT, 'Rows of facts are never changed or deleted, unless an archive has them.'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION facts_refuse_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM archived_instances AS a WHERE a.instance_id = OLD.instance_id) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'Rows of facts are never changed or deleted, unless an archive has them.';
END $$
"""


def upgrade() -> None:
    op.create_table(
        "archived_instances",
        sa.Column("instance_id", TEXT, nullable=False),
        sa.Column("archive", TEXT, nullable=False),
        sa.Column("places", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("instance_id", name="pk_archived_instances"),
    )
    refuse_changes("archived_instances")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER facts_refuse_DELETE")
        op.execute(SQLITE)
    else:
        op.execute(POSTGRESQL)
