"""Rows into a table, as fast as the database takes them.

Statements go round SQLAlchemy's work for each row: to SQLite as tuples for one prepared statement, to PostgreSQL a few
rows by one INSERT, and many by COPY, which is one statement too, whatever the number of rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy import Table as SqlTable
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine.store import tables

Row = dict[str, Any]
Binder = Callable[[Any], Any]

#: Up to so many values go to PostgreSQL by INSERT. Above, COPY is quicker: the driver remembers no statement with more
#: parameters, and would read its long text anew each time.
FEW = 50


@dataclass(frozen=True, slots=True)
class Shape:
    """Some columns of a table: how their values are given to the driver, and the statements that take them."""

    width: int
    binders: tuple[tuple[int, Binder], ...]  # by position, for columns whose values are not given as they are
    into: str
    insert: str
    copy: str

    def insert_few(self, rows: int) -> str:
        """PostgreSQL's statement for so many rows."""
        return insert_few(self.into, self.width, rows)

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
    if rows:
        connection = session.connection()
        insert_shaped(connection, shape_of(table, names, connection.dialect), rows)


def insert_values(connection: Connection, table: SqlTable, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The same for a table that is no class, on a connection."""
    insert_shaped(connection, new_shape(table, tuple(names), connection.dialect), [tuple(row) for row in rows])


def insert_shaped(connection: Connection, shape: Shape, rows: Sequence[tuple[Any, ...]]) -> None:
    values = shape.values(rows)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(shape.insert, [tuple(row) for row in values])
    elif len(rows) * shape.width <= FEW:
        connection.exec_driver_sql(shape.insert_few(len(rows)), tuple(chain.from_iterable(values)))
    else:
        copy(connection, shape.copy, values)


def copy(connection: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """PostgreSQL's COPY, inside the transaction of the connection."""
    with as_sqlalchemy_tells(connection), cast(Any, connection.connection.driver_connection).cursor() as cursor:
        # SQLAlchemy does not know COPY; whoever listens to its statements shall hear of this one too.
        connection.dispatch.before_cursor_execute(connection, cursor, statement, (), None, False)
        with cursor.copy(statement) as sink:
            for values in rows:
                sink.write_row(values)
        connection.dispatch.after_cursor_execute(connection, cursor, statement, (), None, False)


@contextmanager
def as_sqlalchemy_tells(connection: Connection) -> Iterator[None]:
    """Failures of what goes to the driver directly are told in the same way as those of all other statements."""
    dialect = connection.dialect
    try:
        yield
    except dialect.loaded_dbapi.Error as error:
        driver = connection.connection.dbapi_connection
        lost = driver is not None and dialect.is_disconnect(cast(Any, error), driver, None)
        if lost:
            connection.invalidate(error)
        known = dialect.loaded_dbapi.Error
        raise DBAPIError.instance(None, None, error, known, connection_invalidated=lost, dialect=dialect) from error


def sql_table(table: type[tables.Table]) -> SqlTable:
    return cast(SqlTable, table.__table__)  # all mapped classes here are plain tables


@cache
def insert_few(into: str, width: int, rows: int) -> str:
    one = f"({', '.join(['%s'] * width)})"
    return f"INSERT INTO {into} VALUES {', '.join([one] * rows)}"  # noqa: S608  names of the program's own tables


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
        len(names),
        tuple((number, bind) for number, bind in binders if bind is not None),
        into,
        f"INSERT INTO {into} VALUES ({', '.join('?' * len(names))})",  # noqa: S608  names of the program's own tables
        f"COPY {into} FROM STDIN",
    )
