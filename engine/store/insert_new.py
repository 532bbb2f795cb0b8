"""Insert a row unless it is there: who is first is decided by the database."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.rows import shape_of
from engine.store.statements import Prepared, send

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_new(session: Session, table: type[tables.Table], row: dict[str, Any]) -> bool:
    """Whether the row was inserted. False: one with the same unique values is there, and stays as it is.

    While another transaction is inserting the same row, this one waits to see whether it will be kept.
    """
    connection = session.connection()
    return bool(statement(connection.dialect.name, table, tuple(row)).rows(connection, row))


def insert_new_tuples(
    session: Session, table: type[tables.Table], names: tuple[str, ...], rows: Sequence[tuple[Any, ...]], key: str
) -> list[Sequence[Any]]:
    """The same for several rows of values that stand in the order of these columns. Gives the `key` of the new ones."""
    connection = session.connection()
    shape = shape_of(table, names, connection.dialect)
    text = f"{shape.insert(len(rows))} ON CONFLICT DO NOTHING RETURNING {key}"
    found: list[Sequence[Any]] = send(connection, text, tuple(shape.values(rows))).fetchall()
    return found


@cache
def statement(dialect: str, table: type[tables.Table], columns: tuple[str, ...]) -> Prepared:
    insert = INSERT[dialect](table).values({name: bindparam(name) for name in columns}).on_conflict_do_nothing()
    # Asked for a value rather than counted: with keys that the database makes, rows are not counted everywhere.
    return Prepared(insert.returning(literal_column("1")))
