"""For tests of the engine and of process applications: a clock that is moved, an engine, and what must hold."""

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine.engine import Engine
from engine.history.replay import verify
from engine.jobs.run import Jobs
from engine.ports import Clock, JobRunner
from engine.store import Database
from engine.store.checking import open_in, open_rows
from engine.store.instances import state
from engine.store.migrate import Schema, migrate
from engine.store.sqlite import is_memory

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self.time = start.astimezone(UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> datetime:
        """Let time pass. Gives the new time."""
        self.time += by
        return self.time


@cache
def empty_image() -> bytes:
    """The content of an SQLite database that has been migrated and nothing more."""
    database = Database("sqlite://")
    migrate(database)
    with closing(database.engine.raw_connection()) as connection:
        sqlite: Any = connection.driver_connection
        found: bytes = sqlite.serialize()
    return found


def laid_out(database: Database) -> bool:
    """Give a new SQLite database the tables that were made once: to migrate each takes most of a small test's time."""
    if database.dialect != "sqlite":
        return False
    if is_memory(database.url):
        with closing(database.engine.raw_connection()) as connection:
            sqlite: Any = connection.driver_connection
            sqlite.deserialize(empty_image())
        return True
    file = Path(str(database.url.database))
    if file.exists():
        return False
    file.write_bytes(empty_image())
    return True


def engine_on(
    url: str = "sqlite://",
    clock: Clock | None = None,
    *,
    jobs: JobRunner | None = None,
    applications: Iterable[Schema] = (),
    zone: str = "Europe/Helsinki",
) -> Engine:
    """An engine on an empty or existing database, migrated; in memory where nothing is said.

    Jobs are run by the registered handlers, unless `jobs` has others.
    """
    database = Database(url)
    if not laid_out(database):
        migrate(database)
    if applications:
        migrate(database, applications)
    time = clock or FakeClock()
    return Engine(database, time, zone=ZoneInfo(zone), jobs=jobs or Jobs(database, time))


def assert_replay(engine: Engine, instance_id: str) -> None:
    """The facts of the instance lead to its stored state, byte for byte."""
    found = verify(engine.database, instance_id)
    if not found.equal:
        raise AssertionError(f"{instance_id}: {found.sentence}")


def assert_tables(engine: Engine, instance_id: str) -> None:
    """The inbox, timers, subscriptions, jobs and incidents show what the state says, no more and no less."""
    expected = open_in(state(engine.database, instance_id))
    with engine.database.reading() as session:
        found = open_rows(session, instance_id)
    if found != expected:
        raise AssertionError(f"The tables do not show the state of {instance_id}.\nstate:  {expected}\ntables: {found}")


def assert_sound(engine: Engine, instance_id: str) -> None:
    """Everything that must hold for an instance after every command."""
    assert_replay(engine, instance_id)
    assert_tables(engine, instance_id)
