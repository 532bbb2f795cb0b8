"""A register, a stage with the office's people, and the company that most tests are about."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.engine import Engine
from engine.jobs.run import Jobs
from engine.store import Database
from engine.store.migrate import migrate
from processes.business_services.demo.answers import typical
from processes.business_services.demo.stage import new_stage
from processes.business_services.register.schema import SCHEMA
from processes.business_services.stage import Stage, VirtualClock
from tests.processes.times import MONDAY

BUSINESS_ID = "1234567-1"


@pytest.fixture(params=["sqlite", "postgresql"])
def register(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database of each kind, without any company."""
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    database = Database(url)
    migrate(database, [SCHEMA])
    yield database
    database.close()


@pytest.fixture(scope="session")
def stages() -> Callable[[], Stage]:
    """Makes stages: the office on a Monday morning, without customers. Deploying is done once, and copied."""
    first = new_stage(VirtualClock(MONDAY))

    def stage() -> Stage:
        clock = VirtualClock(MONDAY)
        database = Database("sqlite://")
        copy(first.engine.database, database)
        return Stage(Engine(database, clock, jobs=Jobs(database, clock)), clock, first.people)

    return stage


def copy(source: Database, target: Database) -> None:
    """Copy a database in memory to another."""
    opened = source.engine.raw_connection().driver_connection, target.engine.raw_connection().driver_connection
    match opened:
        case sqlite3.Connection() as original, sqlite3.Connection() as copied:
            original.backup(copied)
        case _:
            raise TypeError("Only databases in memory are copied.")


@pytest.fixture
def stage(stages: Callable[[], Stage]) -> Stage:
    return stages()


@pytest.fixture
def told() -> dict[str, Any]:
    """A contact form, filled in."""
    return typical("contact", MONDAY, {"businessId": BUSINESS_ID, "companyName": "Koivulan Konepaja Oy"})
