"""The database: a transaction to read in, a transaction to write in, and the one place that commits."""

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from psycopg import ServerCursor
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session as Session

from engine.store.announcing import ANNOUNCE, Announce
from engine.store.failures import told
from engine.store.sqlite import is_memory, sqlite_engine
from engine.store.statements import as_sqlalchemy_tells
from engine.store.turns import Turns

KNOWN, NEW = "known", "new"  # in a session's `info`: names whose rows are there for ever, and those that it adds
CONNECTION_SECONDS = 10
#: Statements that a PostgreSQL connection keeps; with psycopg's 100, those of commands would not all stay.
PREPARED = 300
WRITER_SECONDS = 60  # on SQLite, where one writes at a time
IDLE_SECONDS = 3.0
LAST_USED = "last_used"
#: A server that went away without a word (a cut cable, a host that is gone) is noticed within half a minute.
REACHING: dict[str, Any] = {
    "connect_timeout": CONNECTION_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
    "application_name": "polku",
}
#: A proof reads an instance and its facts by two statements: both must see the same moment, as on SQLite they do.
ONE_MOMENT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
READ_ONLY: dict[str, dict[str, Any]] = {"sqlite": {}, "postgresql": ONE_MOMENT}


class OneTransaction(Session):
    """A session of one transaction. It has one connection, which is looked for once.

    Looking for it again at each statement would cost as much as the statement.
    """

    _own: Connection | None = None

    def connection(self, *arguments: Any, **options: Any) -> Connection:
        if self._own is None or arguments or options:
            self._own = super().connection(*arguments, **options)
        return self._own

    def end_reading(self) -> None:
        """End a transaction that changed nothing. By a rollback, psycopg would drop all that the connection has
        prepared, and PostgreSQL plan each statement of the next commands anew."""
        if not self.in_transaction() or (own := self.connection()).dialect.name != "postgresql":
            return
        try:
            own.connection.commit()
        except own.dialect.loaded_dbapi.Error as error:
            raise as_sqlalchemy_tells(own, error) from error


class Nested(RuntimeError):
    """A transaction was opened inside another one. Use the session of the one that is open."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class Database:
    """A SQLite file, a SQLite memory or a PostgreSQL database, by its SQLAlchemy URL.

    Both context managers give a session. What was written is committed when the block of `writing()` ends,
    and rolled back when it raises. Blocks of one thread do not nest: with a database in memory there is only
    one connection, and elsewhere the inner one would not see what the outer one wrote. Raises `Nested`; and
    `Unavailable` when the database does not answer. Once it answers again, everything goes on by itself.

    `connections` are the most that are open at a time on PostgreSQL. Without `prepared`, no statement is prepared on
    the server: for connection poolers that give each transaction another connection and don't know of that.
    """

    def __init__(self, url: str, *, connections: int = 20, prepared: bool = True) -> None:
        self.url = with_driver(make_url(url))
        self.dialect = self.url.get_backend_name()
        self.prepared = prepared
        on_sqlite = self.dialect == "sqlite"
        self._thread = threading.local()
        if on_sqlite:
            engine = sqlite_engine(self.url, lambda: getattr(self._thread, "writes", False))
        else:
            engine = postgresql_engine(self.url, connections, prepared)
        self._engine = engine
        self._reading = engine.execution_options(**READ_ONLY[self.dialect])
        self._known: set[str] = set()
        self.announce: Announce | None = None  # told of new jobs, in the transaction that writes them
        in_memory = on_sqlite and is_memory(self.url)
        # In memory: one connection, so one thread at a time. A file: many readers, and the writers of this process
        # wait here, where who writes much in many transactions lets the others in between.
        one_at_a_time = Turns(1, WRITER_SECONDS)
        turns = Turns(connections, CONNECTION_SECONDS)
        self._writers: AbstractContextManager[Any] = one_at_a_time if on_sqlite else turns
        self._readers: AbstractContextManager[Any] = (
            (one_at_a_time if in_memory else nullcontext()) if on_sqlite else turns
        )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one point in time and keeps nothing."""
        with told(), self._alone(), self._readers, OneTransaction(self._reading, autoflush=False) as session:
            yield session
            session.end_reading()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept, or none of them. On SQLite it is the only writer."""
        info: dict[Any, Any] = {KNOWN: self._known, NEW: set(), ANNOUNCE: self.announce}
        session = OneTransaction(self._engine, expire_on_commit=False, info=info)
        with told(), self._alone(), self._writers, session:
            self._thread.writes = True
            yield session
            session.commit()  # the only commit of the engine
        self._known |= info[NEW]

    def close(self) -> None:
        self._engine.dispose()

    @property
    def conninfo(self) -> str:
        """Where the PostgreSQL database is, in libpq's words: for a library that opens connections of its own."""
        _, given = self._engine.dialect.create_connect_args(self.url)
        place = {name: value for name, value in given.items() if isinstance(value, str | int)}  # not psycopg's adapters
        return make_conninfo(**REACHING | place)

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, for migrations, measurements and tests that listen to its events."""
        return self._engine

    def refuse_nesting(self) -> None:
        """Raises `Nested` inside a block of this thread: for what leaves its work to a block of another one."""
        if getattr(self._thread, "inside", False):
            raise Nested

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.refuse_nesting()
        self._thread.inside = True
        try:
            yield
        finally:
            self._thread.inside = self._thread.writes = False


def with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def postgresql_engine(url: URL, connections: int, prepared: bool) -> Engine:
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,  # the connection used last: its server process has the statements and the rows at hand
        pool_timeout=CONNECTION_SECONDS,
        connect_args=REACHING | ({} if prepared else {"prepare_threshold": None}),
    )
    # Several rows in one INSERT are one statement and one round trip, also where nothing is returned.
    engine.dialect.use_insertmanyvalues_wo_returning = True
    engine.dialect.do_execute = execute  # type: ignore[method-assign]

    @event.listens_for(engine, "connect")
    def remember(connection: Any, _record: Any) -> None:
        connection.prepared_max = PREPARED

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info[LAST_USED] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def still_there(connection: Any, record: Any, _proxy: Any) -> None:
        """A connection that lay idle may have been closed by a restart or a firewall: then a new one is made."""
        if time.monotonic() - record.info.get(LAST_USED, time.monotonic()) < IDLE_SECONDS:
            return  # not each time: it would be a round trip more for each command
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    return engine


def execute(cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
    """What SQLAlchemy puts together for a reader is planned with its values, each time.

    The best way to the rows of a list depends on what is asked for: for a process that hardly ever runs it is another
    one than for one that always does. Once a statement is prepared, PostgreSQL may choose one way for all values by
    their averages, and then look at a million rows for a list that has none. What is asked all the time, and the same
    way for all values, is `Prepared` (engine.store.statements).
    """
    reading = context is not None and context.execution_options.get("postgresql_readonly")
    if reading and not isinstance(cursor, ServerCursor):  # which are never prepared
        cursor.execute(statement, parameters, prepare=False)
    else:
        cursor.execute(statement, parameters)
