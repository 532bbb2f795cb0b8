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


def refuse_updates(table: str) -> None:
    """Let rows of `table` come and go, but never be other than they were."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE.format(table=table, verb="UPDATE"))
    else:
        op.execute(POSTGRESQL_FUNCTION.format(table=table))
        op.execute(POSTGRESQL_ROWS.format(table=table).replace("UPDATE OR DELETE", "UPDATE"))


def refuse_changes(table: str) -> None:
    """Let `table` only grow, on the database that the migration runs on."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(table=table, verb=verb))
    else:
        for statement in (POSTGRESQL_FUNCTION, POSTGRESQL_ROWS, POSTGRESQL_ALL):
            op.execute(statement.format(table=table))


def allow_changes(table: str) -> None:
    """Take away for the length of a migration what `refuse_changes` made."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER {table}_refuse_{verb}")
    else:
        op.execute(f"DROP TRIGGER {table}_refuse_changes ON {table}")
        op.execute(f"DROP TRIGGER {table}_refuse_truncate ON {table}")
        op.execute(f"DROP FUNCTION {table}_refuse_changes()")
