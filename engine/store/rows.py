"""Rows into a table, as fast as the database takes them.

One or a few go by SQLAlchemy's INSERT. Many go round its work for each row: to SQLite as tuples for one prepared
statement, to PostgreSQL by COPY, which is one statement too, whatever the number of rows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Insert, insert
from sqlalchemy import Table as SqlTable
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from engine.store import tables

Row = dict[str, Any]
Binder = Callable[[Any], Any]

#: From so many rows on, PostgreSQL is quicker with COPY. An INSERT of many rows is a long text that is different for
#: each number of rows, and has to be read by client and server anew.
MANY = 6


@dataclass(frozen=True, slots=True)
class Shape:
    """Some columns of a table: how their values are given to the driver, and the statements that take them."""

    binders: tuple[tuple[int, Binder], ...]  # by position, for columns whose values are not given as they are
    insert: str
    copy: str

    def values(self, rows: Sequence[tuple[Any, ...]]) -> Sequence[Sequence[Any]]:
        """The values of rows as the driver takes them."""
        if not self.binders:
            return rows
        found: list[list[Any]] = []
        times: dict[datetime, Any] = {}  # the rows of a command have one moment
        for row in rows:
            values = list(row)
            for position, bind in self.binders:
                value = values[position]
                if isinstance(value, datetime):
                    bound = times.get(value)
                    values[position] = times.setdefault(value, bind(value)) if bound is None else bound
                else:
                    values[position] = bind(value)
            found.append(values)
        return found


def insert_rows(session: Session, table: type[tables.Table], rows: Iterable[Row]) -> None:
    """Insert any number of rows that have the same columns, in one statement."""
    listed = list(rows)
    if listed:
        names = tuple(listed[0])
        insert_tuples(session, table, names, [tuple([row[name] for name in names]) for row in listed])


def insert_tuples(
    session: Session, table: type[tables.Table], names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert any number of rows of values that stand in the order of these columns, in one statement."""
    if not rows:
        return
    connection = session.connection()
    if connection.dialect.name != "sqlite" and len(rows) < MANY:
        connection.execute(insert_of(table), [dict(zip(names, row, strict=True)) for row in rows])
    else:
        insert_shaped(connection, shape_of(table, names, connection.dialect), rows)


def insert_values(connection: Connection, table: SqlTable, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The same for a table that is no class, on a connection."""
    insert_shaped(connection, new_shape(table, tuple(names), connection.dialect), [tuple(row) for row in rows])


def insert_shaped(connection: Connection, shape: Shape, rows: Sequence[tuple[Any, ...]]) -> None:
    values = shape.values(rows)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(shape.insert, [tuple(row) for row in values])
    else:
        copy(connection, shape.copy, values)


def copy(connection: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """PostgreSQL's COPY, inside the transaction of the connection."""
    with cast(Any, connection.connection.driver_connection).cursor() as cursor:
        # SQLAlchemy does not know COPY; whoever listens to its statements shall hear of this one too.
        connection.dispatch.before_cursor_execute(connection, cursor, statement, (), None, False)
        with cursor.copy(statement) as sink:
            for values in rows:
                sink.write_row(values)
        connection.dispatch.after_cursor_execute(connection, cursor, statement, (), None, False)


def sql_table(table: type[tables.Table]) -> SqlTable:
    return cast(SqlTable, table.__table__)  # all mapped classes here are plain tables


@cache
def insert_of(table: type[tables.Table]) -> Insert:
    return insert(sql_table(table))


SHAPES: dict[tuple[SqlTable, tuple[str, ...], str], Shape] = {}


def shape_of(table: type[tables.Table], names: tuple[str, ...], dialect: Dialect) -> Shape:
    of = sql_table(table)
    known = SHAPES.get((of, names, dialect.name))
    if known is None:
        known = SHAPES[of, names, dialect.name] = new_shape(of, names, dialect)
    return known


def new_shape(of: SqlTable, names: tuple[str, ...], dialect: Dialect) -> Shape:
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in names)
    binders = (
        (number, of.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for number, name in enumerate(names)
    )
    into = f"{quote(of.name)} ({columns})"
    return Shape(
        tuple((number, bind) for number, bind in binders if bind is not None),
        f"INSERT INTO {into} VALUES ({', '.join('?' * len(names))})",  # noqa: S608  names of the program's own tables
        f"COPY {into} FROM STDIN",
    )
