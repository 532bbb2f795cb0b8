"""What the benchmarks of durable work share: an engine on each database, the bare database beside it, percentiles."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context
from time import perf_counter
from typing import Any

import psycopg
from sqlalchemy import event, text

from engine.engine import Engine
from engine.identifiers import new_instance_id
from engine.ports import SystemClock
from engine.testing import engine_on
from tests.benchmarks.kernel import DIAGRAM, SCRIPTS
from tests.postgres import NoPostgres, new_database, postgres_server

Measurement = dict[str, object]
SHORT = DIAGRAM.replace("SCRIPT_FORMAT", "feel").replace("SCRIPT", SCRIPTS["kernel"]).encode()
#: The tables that a short instance leaves rows in.
WRITTEN = ("instances", "facts", "fact_values")
Rows = dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]


@contextmanager
def databases() -> Iterator[Iterator[tuple[str, str]]]:
    """(name, URL) of an empty database of each kind; both keep to the disk what they have accepted."""
    with tempfile.TemporaryDirectory() as folder:
        yield each(folder)


def each(folder: str) -> Iterator[tuple[str, str]]:
    yield "SQLite", f"sqlite:///{folder}/polku.db"
    try:
        with postgres_server() as server, new_database(server) as url:
            yield "PostgreSQL", url
    except NoPostgres as reason:
        print(f"PostgreSQL is left out: {reason}")


def opened(url: str) -> Engine:
    engine = engine_on(url, SystemClock())
    with engine.database.reading() as session:
        if engine.database.dialect == "postgresql":
            settings = {
                name: session.execute(text(f"SHOW {name}")).scalar() for name in ("fsync", "synchronous_commit")
            }
            if settings != {"fsync": "on", "synchronous_commit": "on"}:
                raise RuntimeError(f"this server may lose what it has accepted: {settings}")
    return engine


@contextmanager
def counted(engine: Engine) -> Iterator[dict[str, int]]:
    """Statements (the beginning of a transaction aside) and commits while the block runs."""
    counts = {"statements": 0, "commits": 0}

    def statement(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        counts["statements"] += not sql.startswith("BEGIN")

    def commit(*_: Any) -> None:
        counts["commits"] += 1

    event.listen(engine.database.engine, "before_cursor_execute", statement)
    event.listen(engine.database.engine, "commit", commit)
    yield counts
    event.remove(engine.database.engine, "before_cursor_execute", statement)
    event.remove(engine.database.engine, "commit", commit)


def rows_of(engine: Engine, instance_id: str) -> Rows:
    """The rows that an instance has left, as its driver would take them again."""
    found: Rows = {}
    with engine.database.reading() as session:
        for table in WRITTEN:
            column = "id" if table == "instances" else "instance_id"
            result = session.execute(text(f"SELECT * FROM {table} WHERE {column} = :id"), {"id": instance_id})  # noqa: S608
            names = tuple(name for name in list(result.keys()) if name != "seq" or table != "facts")
            found[table] = names, [tuple(row._mapping[name] for name in names) for row in result]
    return found


def bare_rate(url: str, rows: Rows, count: int, together: int) -> float:
    """Instances a second when the bare driver inserts these rows under new ids, so many instances in a commit."""
    driver = sqlite3.connect(url.partition("sqlite:///")[2], isolation_level=None) if "sqlite" in url else None
    connection: Any = driver or psycopg.connect(url.replace("+psycopg", ""))
    if driver is not None:
        driver.executescript("PRAGMA synchronous=FULL; PRAGMA busy_timeout=60000;")
    mark = "?" if driver is not None else "%s"
    inserts = {
        table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"  # noqa: S608
        for table, (names, _) in rows.items()
    }
    places = {table: names.index("id" if table == "instances" else "instance_id") for table, (names, _) in rows.items()}
    began = perf_counter()
    for _ in range(count // together):
        ids = [new_instance_id(datetime.now().astimezone()) for _ in range(together)]
        cursor = connection.cursor()
        if driver is not None:
            cursor.execute("BEGIN IMMEDIATE")
        for table, (_, kept) in rows.items():
            place = places[table]
            new = [(*row[:place], id, *row[place + 1 :]) for id in ids for row in kept]
            if new:
                cursor.executemany(inserts[table], new)
        connection.commit()
    rate = count / (perf_counter() - began)
    connection.close()
    return rate


def side_by_side(work: Callable[..., float], processes: int, *arguments: Any) -> float:
    """The sum of the rates of several processes that do the same at the same time."""
    with get_context("spawn").Pool(processes) as pool:
        return sum(pool.starmap(work, [arguments] * processes))


def percentile(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def measured(name: str, value: float, unit: str) -> Measurement:
    return {"name": name, "value": round(value, 3), "unit": unit}


def beside(name: str, value: float, unit: str, peer: str, peer_value: float) -> Measurement:
    compared = {"peer": peer, "peer_value": round(peer_value, 3), "ratio": round(value / peer_value, 3)}
    return measured(name, value, unit) | compared
