"""Triggers that make a table append-only, for everybody who reaches the database, not only this program."""

from alembic import op

SQLITE = """
CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'Rows of {table} are never changed or deleted.'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {table}_refuse_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'Rows of {table} are never changed or deleted.'; END $$
"""
POSTGRESQL_ROWS = """
CREATE TRIGGER {table}_refuse_changes BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse_changes()
"""
POSTGRESQL_ALL = """
CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_changes()
"""


def refuse_changes(table: str) -> None:
    """Let `table` only grow, on the database that the migration runs on."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(table=table, verb=verb))
    else:
        for statement in (POSTGRESQL_FUNCTION, POSTGRESQL_ROWS, POSTGRESQL_ALL):
            op.execute(statement.format(table=table))
