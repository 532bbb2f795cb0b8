"""A new stage for each scenario. The office is opened and its diagrams are deployed once; the others are copies."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime

from engine.engine import Engine
from engine.jobs.run import Jobs
from engine.store import Database
from processes.business_services.demo.stage import new_stage
from processes.business_services.stage import Stage, VirtualClock

MONDAY = datetime(2026, 1, 12, 7, 0, tzinfo=UTC)  # nine in the morning in Helsinki


def stages() -> Callable[[], Stage]:
    """Makes stages: the office on a Monday morning, without customers."""
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
