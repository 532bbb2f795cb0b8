"""SQLite: processes that write to one file take turns, and none waits much longer than the other's transaction."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, insert, select

from engine.errors import Unavailable
from engine.store import Database, tables
from engine.store import sqlite as polku_sqlite
from engine.store.migrate import migrate

LONGEST = 30.0  # seconds that a busy machine may need


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Database, Database]]:
    """The same file, as two processes have it."""
    first, second = (Database(f"sqlite:///{tmp_path}/polku.db") for _ in range(2))
    migrate(first)
    yield first, second
    first.close()
    second.close()


def write(database: Database, name: str) -> None:
    with database.writing() as session:
        session.execute(insert(tables.File).values(checksum=name, content=b""))


def count(database: Database) -> int:
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(tables.File)).scalar_one()


def test_who_waits_for_another_process_asks_again_in_short_steps(
    both: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = both
    slept: list[float] = []
    asked_often = Event()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 20:
            asked_often.set()
        Event().wait(seconds)

    monkeypatch.setattr("engine.store.sqlite.time.sleep", sleep)
    with ThreadPoolExecutor(1) as pool:
        with first.writing() as session:
            session.execute(insert(tables.File).values(checksum="first", content=b""))
            waiting = pool.submit(write, second, "second")
            assert asked_often.wait(LONGEST)
            assert count(second) == 0, "who reads waits for nobody"
        waiting.result(LONGEST)
    assert count(first) == 2
    assert set(slept) == {polku_sqlite.BETWEEN_TRIES}


def test_who_waits_too_long_is_told(both: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = both
    monkeypatch.setattr(polku_sqlite, "BUSY_MILLISECONDS", 5)
    with first.writing() as session, ThreadPoolExecutor(1) as pool:
        session.execute(insert(tables.File).values(checksum="first", content=b""))
        with pytest.raises(Unavailable):
            pool.submit(write, second, "second").result(LONGEST)
    write(second, "second")
    assert count(first) == 2


def test_many_turns_of_two_processes_lose_nothing(both: tuple[Database, Database]) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: write(both[number % 2], str(number)), range(200)))
    assert count(both[0]) == 200
