"""The floor under `http`: the bare database writing what one completion writes, without a program around it."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from sqlalchemy import text

from engine.store import Database

TRANSACTIONS = 1200
THREADS = 4  # connections of each process
TABLES = (
    "CREATE TABLE floor_instances (id TEXT PRIMARY KEY, state TEXT)",
    "CREATE TABLE floor_facts (id TEXT, number INTEGER, data TEXT, PRIMARY KEY (id, number))",
    "CREATE TABLE floor_items (id TEXT, number INTEGER, status TEXT, PRIMARY KEY (id, number))",
    "CREATE TABLE floor_requests (id TEXT PRIMARY KEY, answer TEXT)",
)


@dataclass(frozen=True, slots=True)
class Written:
    """What one completion adds: so many facts of so many characters, and a state of so many."""

    facts: int
    characters: int
    state: int


def written_by_one(database: Database, completion: Callable[[], str]) -> Written:
    """Complete one task of an instance, and look at what its last facts and its state weigh."""
    instance_id = completion()
    with database.reading() as session:
        rows = session.execute(
            text("SELECT kind, length(data) FROM facts WHERE instance_id = :id ORDER BY number"), {"id": instance_id}
        ).all()
        state = session.execute(
            text("SELECT length(state) FROM instances WHERE id = :id"), {"id": instance_id}
        ).scalar_one()
    last = rows[next(number for number, (kind, _) in enumerate(rows) if kind == "WorkItemCompleted") :]
    return Written(len(last), sum(length for _, length in last) // len(last), state)


def rate(url: str, written: Written, folder: Path, processes: int) -> float:
    """Transactions a second."""
    if url.startswith("sqlite"):
        return on_sqlite(folder / "floor.db", written)
    url = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(url, autocommit=True) as connection:
        for table in TABLES:
            connection.execute(table)
    with get_context("spawn").Pool(processes) as pool:
        pool.map(idle, range(processes))  # imports are not measured
        begun = perf_counter()
        pool.starmap(on_postgresql, [(url, written, number) for number in range(processes)], chunksize=1)
        return processes * TRANSACTIONS / (perf_counter() - begun)


def idle(_number: int) -> None:
    """The first call to a process of the pool."""


def on_postgresql(url: str, written: Written, process: int) -> None:
    def write(thread: int) -> None:
        with psycopg.connect(url) as connection:
            for number in range(TRANSACTIONS // THREADS):
                transaction(connection, "%s", f"{process}-{thread}-{number}", written)
                connection.commit()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))


def on_sqlite(file: Path, written: Written) -> float:
    connection = sqlite3.connect(file, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", *TABLES):
        connection.execute(statement)
    begun = perf_counter()
    for number in range(TRANSACTIONS):
        connection.execute("BEGIN IMMEDIATE")
        transaction(connection, "?", str(number), written)
        connection.execute("COMMIT")
    took = perf_counter() - begun
    connection.close()
    return TRANSACTIONS / took


def transaction(connection: Any, mark: str, id: str, written: Written) -> None:
    """What a completion writes: the request, the state, its facts, the item that is done and the next one."""
    facts = [(id, number, "x" * written.characters) for number in range(written.facts)]
    several = ", ".join([f"({mark}, {mark}, {mark})"] * len(facts))
    for statement, parameters in (
        (f"INSERT INTO floor_requests VALUES ({mark}, '')", (id,)),
        (f"INSERT INTO floor_instances VALUES ({mark}, {mark})", (id, "x" * written.state)),
        (f"INSERT INTO floor_facts VALUES {several}", [value for fact in facts for value in fact]),
        (f"INSERT INTO floor_items VALUES ({mark}, 1, 'open')", (id,)),
        (f"UPDATE floor_items SET status = 'done' WHERE id = {mark} AND number = 1", (id,)),
    ):
        connection.execute(statement, parameters)
