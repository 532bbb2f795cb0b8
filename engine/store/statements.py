"""Statements that nearly every command sends: put together once, and given to the driver as they are.

What SQLAlchemy does anew for each execution (looking the compiled text up, an execution context, a result with named
rows) costs several times what SQLite takes to answer. Whoever listens to its statements hears of these too, and they
fail as all others do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from psycopg import RawCursor
from sqlalchemy import Connection, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase

Conversion = Callable[[Any], Any]


@dataclass(slots=True)
class Outcome:
    """How many rows a statement changed, once it has been carried out."""

    rowcount: int = -1


#: The place in a connection's `info` of the statements that `gathering.gathered` is sending as one.
GATHERED = "gathered"


def send(connection: Connection, statement: str, parameters: Any) -> Any:
    """Execute the driver's own text. Gives its cursor, or its `Outcome` where statements are gathered. Raises what
    SQLAlchemy would."""
    if (gathered := connection.info.get(GATHERED)) is not None:
        gathered.append((statement, parameters))
        return Outcome()
    cursor = cursor_of(connection)
    heard = connection._has_events or connection.engine._has_events  # to call where nobody listens would cost as much
    if heard:
        connection.dispatch.before_cursor_execute(connection, cursor, statement, parameters, None, False)
    try:
        cursor.execute(statement, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        raise as_sqlalchemy_tells(connection, error) from error
    if heard:
        connection.dispatch.after_cursor_execute(connection, cursor, statement, parameters, None, False)
    return cursor


def cursor_of(connection: Connection) -> Any:
    """A cursor that takes statements as the server does. SQLAlchemy's reads each one for the driver's own marks."""
    if connection.dialect.name == "postgresql":
        return RawCursor(cast(Any, connection.connection.dbapi_connection))
    return connection.connection.cursor()


@contextmanager
def to_the_driver(connection: Connection, statement: str, rows: Sequence[Any] = ()) -> Iterator[Any]:
    """A cursor of the driver, for what it does by itself; to whoever listens, all of it is this one statement."""
    cursor, told = cursor_of(connection), connection.dispatch
    told.before_cursor_execute(connection, cursor, statement, rows, None, bool(rows))
    try:
        with closing(cursor):
            yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        raise as_sqlalchemy_tells(connection, error) from error
    told.after_cursor_execute(connection, cursor, statement, rows, None, bool(rows))


def as_sqlalchemy_tells(connection: Connection, error: Any) -> Exception:
    """A failure of the driver, told as those of SQLAlchemy's own statements.

    A connection that is lost is let go, and so are all that were opened before: after a restart of the server each of
    them would interrupt somebody.
    """
    dialect = connection.dialect
    driver = connection.connection.dbapi_connection
    lost = driver is not None and dialect.is_disconnect(error, driver, None)
    if lost:
        connection.engine.pool._invalidate(cast(Any, connection.connection), error, _checkin=False)
        connection.invalidate(error)
    known = dialect.loaded_dbapi.Error
    told: Exception = DBAPIError.instance(None, None, error, known, connection_invalidated=lost, dialect=dialect)
    return told


@dataclass(frozen=True, slots=True)
class Text:
    """A statement as a database takes it, with parameters in the order of `names`.

    `own` are the values that stand in the statement itself.
    """

    text: str
    names: tuple[str, ...]
    own: Mapping[str, Any]
    binders: tuple[tuple[str, Conversion], ...]
    readers: tuple[tuple[int, Conversion], ...]

    def values(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        """Parameters as the driver takes them."""
        values = {**self.own, **parameters}
        for name, bind in self.binders:
            values[name] = bind(values[name])
        return tuple([values[name] for name in self.names])


@dataclass(eq=False, slots=True)
class Prepared:
    """A statement of SQLAlchemy whose parameters are single values with a name each."""

    statement: Select[Any] | UpdateBase
    _texts: dict[str, Text] = field(default_factory=dict)  # by dialect

    def rows(self, connection: Connection, parameters: Mapping[str, Any]) -> list[Sequence[Any]]:
        """What the statement gives: rows of values in the order of its columns."""
        found = self.as_they_are(connection, parameters)
        readers = self._text(connection.dialect).readers
        return [read(row, readers) for row in found] if readers else found

    def as_they_are(self, connection: Connection, parameters: Mapping[str, Any]) -> list[Sequence[Any]]:
        """The same as the driver gives them, without what SQLAlchemy's types make of them."""
        text = self._text(connection.dialect)
        found: list[Sequence[Any]] = send(connection, text.text, text.values(parameters)).fetchall()
        return found

    def count(self, connection: Connection, parameters: Sequence[Mapping[str, Any]]) -> int:
        """Execute a statement that gives no rows, once for each of these parameters. Gives how many rows changed."""
        text = self._text(connection.dialect)
        changed: int
        if len(parameters) == 1:
            changed = self.sent(connection, parameters[0]).rowcount
            return changed
        rows = [text.values(one) for one in parameters]
        with to_the_driver(connection, text.text, rows) as cursor:
            cursor.executemany(text.text, rows)
            changed = cursor.rowcount
        return changed

    def sent(self, connection: Connection, parameters: Mapping[str, Any]) -> Outcome:
        """Execute a statement that gives no rows. How many it changed is known once it has been carried out."""
        text = self._text(connection.dialect)
        outcome: Outcome = send(connection, text.text, text.values(parameters))
        return outcome

    def _text(self, dialect: Dialect) -> Text:
        known = self._texts.get(dialect.name)
        if known is None:
            known = self._texts[dialect.name] = compiled(self.statement, dialect)
        return known


def compiled(statement: Select[Any] | UpdateBase, dialect: Dialect) -> Text:
    made = cast(Any, statement.compile(dialect=numbered(dialect)))
    types = {name: bind.type for name, bind in made.binds.items()}
    binders = ((name, type.dialect_impl(dialect).bind_processor(dialect)) for name, type in types.items())
    columns = cast(Any, statement).exported_columns
    readers = (
        (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for place, column in enumerate(columns)
    )
    return Text(
        str(made),
        tuple(made.positiontup or ()),
        {name: bind.effective_value for name, bind in made.binds.items() if not bind.required},
        tuple((name, bind) for name, bind in binders if bind is not None),
        tuple((place, conversion) for place, conversion in readers if conversion is not None),
    )


def numbered(dialect: Dialect) -> Dialect:
    """The same with parameters by their position: PostgreSQL's are $1, $2."""
    return cast(Any, type(dialect))(paramstyle="numeric_dollar") if dialect.name == "postgresql" else dialect


def read(row: Sequence[Any], readers: Sequence[tuple[int, Conversion]]) -> Sequence[Any]:
    values = list(row)
    for place, conversion in readers:
        values[place] = conversion(values[place])
    return values
