"""Insert a row unless it is there: who is first is decided by the database."""

from typing import Any

from sqlalchemy import literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.store import tables

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_new(session: Session, table: type[tables.Table], row: dict[str, Any]) -> bool:
    """Whether the row was inserted. False: one with the same unique values is there, and stays as it is.

    While another transaction is inserting the same row, this one waits to see whether it will be kept.
    """
    connection = session.connection()
    insert = INSERT[connection.dialect.name](table).values(row).on_conflict_do_nothing()
    # Asked for a value rather than counted: with keys that the database makes, rows are not counted everywhere.
    return connection.execute(insert.returning(literal_column("1"))).first() is not None
