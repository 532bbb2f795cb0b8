"""SQLite: how its connections are made, and how a transaction begins.

There is one writer at a time. Of several processes, each asks again and again whether it may begin, as SQLite itself
does; but SQLite soon sleeps for 25 and then for 100 ms between two tries, many times as long as a command takes.
("Write-Ahead Logging" and "sqlite3_busy_timeout" in its documentation; `sqliteDefaultBusyCallback` in its main.c.)
"""

import time
from collections.abc import Callable
from pathlib import Path
from sqlite3 import SQLITE_BUSY, OperationalError
from typing import Any

from sqlalchemy import Engine, StaticPool, create_engine, event
from sqlalchemy.engine import URL

BUSY_MILLISECONDS = 10_000
BETWEEN_TRIES = 0.001  # seconds
BEGIN, BEGIN_TO_WRITE = "BEGIN", "BEGIN IMMEDIATE"
ONLY_THE_CODE = 0xFF  # of an error: what is above it says more exactly what it is


def is_memory(url: URL) -> bool:
    return url.database in (None, "", ":memory:")


def sqlite_engine(url: URL, writes: Callable[[], bool]) -> Engine:
    """`writes` says whether the next transaction of this thread is one to write in."""
    if is_memory(url):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # Python's own transaction control begins too late and never IMMEDIATE; `do_begin` below does it instead.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",  # an accepted command survives a power cut
            "foreign_keys=ON",
            "recursive_triggers=ON",  # else REPLACE would delete facts without asking their trigger
        ):
            connection.execute(f"PRAGMA {pragma}")

    def do_begin(connection: Any) -> None:
        if writes():
            begin_to_write(connection)
        else:
            connection.execute(BEGIN)

    # Not by SQLAlchemy's event: an engine with events asks for listeners four times at every statement.
    engine.dialect.do_begin = do_begin  # type: ignore[assignment]
    return engine


def begin_to_write(connection: Any) -> None:
    """Wait until no other process writes. Raises the driver's error when that takes too long."""
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while not begun(connection, last=time.monotonic() >= until):
            time.sleep(BETWEEN_TRIES)
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def begun(connection: Any, *, last: bool) -> bool:
    """Whether the transaction has begun; the `last` try raises the driver's error where it has not."""
    try:
        connection.execute(BEGIN_TO_WRITE)
    except OperationalError as error:
        if last or error.sqlite_errorcode & ONLY_THE_CODE != SQLITE_BUSY:
            raise
        return False
    return True
