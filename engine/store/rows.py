"""Rows into a table, as fast as the database takes them.

Statements go round SQLAlchemy's work for each row. SQLite gets many rows by one INSERT, which costs it half of what so
many single ones do. PostgreSQL gets a few by one INSERT, and many by COPY, which is one statement too, whatever their
number.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy import Table as SqlTable
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from engine.store import tables
from engine.store.statements import GATHERED, send, to_the_driver
from engine.store.types import Time

Row = dict[str, Any]
Binder = Callable[[list[Any]], list[Any]]

#: Up to so many values go to PostgreSQL by INSERT. Above, COPY is quicker, unless the rows are part of a statement.
FEW = 50
#: How many rows go to SQLite by one INSERT; fewer than the smallest all go by one. The driver remembers each statement
#: with all its parameters, 2 kB for a row of facts: so there are a few large ones, and not one for every number.
BLOCKS = (512, 256, 128, 64)
#: The columns that go to PostgreSQL as it keeps them, which spares both sides the way through text.
BINARY = {
    "TEXT": "text",
    "VARCHAR": "varchar",
    "INTEGER": "int4",
    "BIGINT": "int8",
    "BOOLEAN": "bool",
    "BYTEA": "bytea",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Some columns of a table: how their values are given to the driver, and the statements that take them."""

    width: int
    binders: tuple[tuple[int, Binder], ...]  # by position, for columns whose values are not given as they are
    into: str
    mark: str  # of a parameter, with a place for its number where it has one
    types: tuple[str, ...]  # PostgreSQL's, where all can go as they are kept

    def insert(self, rows: int) -> str:
        """The statement for so many rows."""
        return insert(self.into, self.mark, self.width, rows)

    @property
    def copy(self) -> str:
        return f"COPY {self.into} FROM STDIN{' (FORMAT BINARY)' if self.types else ''}"

    def values(self, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        """The values of rows, one row after the other, as the driver takes them."""
        values = list(chain.from_iterable(rows))
        for position, bind in self.binders:
            values[position :: self.width] = bind(values[position :: self.width])
        return values


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
        if len(rows) < BLOCKS[-1]:
            send(connection, shape.insert(len(rows)), tuple(values))
        else:
            insert_blocks(connection, shape, values)
    elif len(values) <= FEW or GATHERED in connection.info:
        send(connection, shape.insert(len(rows)), tuple(values))
    else:
        copy(connection, shape, values)


def insert_blocks(connection: Connection, shape: Shape, values: list[Any]) -> None:
    """As many rows as there are by as few statements of SQLite as can be: to whoever listens they are one."""
    with to_the_driver(connection, shape.insert(1)) as cursor:
        done, rows = 0, len(values) // shape.width
        while done < rows:
            block = next((block for block in BLOCKS if block <= rows - done), rows - done)
            cursor.execute(shape.insert(block), values[done * shape.width : (done + block) * shape.width])
            done += block


def copy(connection: Connection, shape: Shape, values: list[Any]) -> None:
    """PostgreSQL's COPY, inside the transaction of the connection."""
    with to_the_driver(connection, shape.copy) as cursor, cursor.copy(shape.copy) as sink:
        if shape.types:
            sink.set_types(shape.types)
        for row in zip(*[iter(values)] * shape.width, strict=True):
            sink.write_row(row)


def sql_table(table: type[tables.Table]) -> SqlTable:
    return cast(SqlTable, table.__table__)  # all mapped classes here are plain tables


@cache
def insert(into: str, mark: str, width: int, rows: int) -> str:
    each = [f"({', '.join(mark.format(row * width + at) for at in range(1, width + 1))})" for row in range(rows)]
    return f"INSERT INTO {into} VALUES {', '.join(each)}"  # noqa: S608  names of the program's own tables


SHAPES: dict[tuple[SqlTable, tuple[str, ...], str], Shape] = {}


def shape_of(table: type[tables.Table], names: tuple[str, ...], dialect: Dialect) -> Shape:
    of = sql_table(table)
    known = SHAPES.get((of, names, dialect.name))
    if known is None:
        known = SHAPES[of, names, dialect.name] = new_shape(of, names, dialect)
    return known


def new_shape(of: SqlTable, names: tuple[str, ...], dialect: Dialect) -> Shape:
    quote = dialect.identifier_preparer.quote
    types = [of.c[name].type for name in names]
    binders = ((number, binder(type, dialect)) for number, type in enumerate(types))
    postgresql = dialect.name == "postgresql"
    known = [BINARY.get(type.compile(dialect)) for type in types] if postgresql else [None]
    return Shape(
        len(names),
        tuple((number, bind) for number, bind in binders if bind is not None),
        f"{quote(of.name)} ({', '.join(quote(name) for name in names)})",
        "${}" if postgresql else "?",
        tuple(name for name in known if name) if all(known) else (),
    )


def binder(type: TypeEngine[Any], dialect: Dialect) -> Binder | None:
    """What changes the values of a column into those that the driver takes; None where they are the same."""
    bind = type.dialect_impl(dialect).bind_processor(dialect)
    if bind is None:
        return None
    if isinstance(type, Time):
        return lambda column: moments(bind, column)
    return lambda column: [bind(value) for value in column]


def moments(bind: Callable[[Any], Any], column: list[Any]) -> list[Any]:
    """The rows of a command have one moment, which is bound once.

    It is known by what it is, not by its value: the hour that comes twice in autumn is the same to Python both times.
    """
    bound = {key: bind(moment) for key, moment in {id(moment): moment for moment in column}.items()}
    return [bound[id(moment)] for moment in column]
