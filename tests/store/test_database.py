"""Transactions: all or nothing, one commit, and nobody writes while reading."""

import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import product
from pathlib import Path
from typing import cast

import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import bindparam, event, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from engine.errors import Unavailable
from engine.store import Database, Session, tables, work_items
from engine.store.database import Nested
from engine.store.migrate import migrate
from engine.store.statements import Prepared
from engine.store.turns import Turns
from engine.store.work_lists import Scope

FILE = {"checksum": "abc", "content": b"content"}


def files(session: Session) -> list[str]:
    return list(session.execute(select(tables.File.checksum).order_by(tables.File.checksum)).scalars())


def test_what_a_block_wrote_is_kept(database: Database) -> None:
    with database.writing() as session:
        session.execute(insert(tables.File).values(FILE))
    with database.reading() as session:
        assert files(session) == ["abc"]


def test_a_block_that_raises_keeps_nothing(database: Database) -> None:
    def write_and_fail(session: Session) -> None:
        session.execute(insert(tables.File).values(FILE))
        raise KeyError("anything")

    with pytest.raises(KeyError), database.writing() as session:
        write_and_fail(session)
    with database.reading() as session:
        assert files(session) == []


def test_reading_keeps_nothing(database: Database) -> None:
    refused_at_once = pytest.raises(DBAPIError, match="read-only")
    with refused_at_once if database.dialect == "postgresql" else nullcontext(), database.reading() as session:
        session.execute(insert(tables.File).values(FILE))
    with database.reading() as session:
        assert files(session) == []


def test_a_block_commits_once(database: Database) -> None:
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)
    with database.writing() as session:
        session.execute(insert(tables.File).values(FILE))
    with database.reading() as session:
        files(session)
    assert len(commits) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_reading_sees_one_point_in_time_whatever_others_write_meanwhile(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/a.db" if kind == "sqlite" else request.getfixturevalue("postgres_database")
    reader, writer = Database(url), Database(url)
    migrate(writer)
    with reader.reading() as session:
        assert files(session) == []
        with writer.writing() as other:
            other.execute(insert(tables.File).values(FILE))
        assert files(session) == []
    with reader.reading() as session:
        assert files(session) == ["abc"]
    reader.close()
    writer.close()


@pytest.mark.parametrize("outer", ["reading", "writing"])
@pytest.mark.parametrize("inner", ["reading", "writing"])
def test_blocks_of_one_thread_do_not_nest(database: Database, outer: str, inner: str) -> None:
    with getattr(database, outer)(), pytest.raises(Nested, match="Use the session of the one that is open"):
        getattr(database, inner)().__enter__()
    with getattr(database, inner)():
        pass


def test_who_writes_again_goes_behind_those_who_wait(tmp_path: Path) -> None:
    database, order = Database(f"sqlite:///{tmp_path}/polku.db"), []
    inside, waiting = threading.Event(), threading.Event()
    turns = cast(Turns, database._writers)

    def greedy() -> None:
        for name in ("greedy", "greedy again"):
            with database.writing():
                order.append(name)
                inside.set()
                assert waiting.wait(30)

    def patient() -> None:
        with database.writing():
            order.append("patient")

    first, second = threading.Thread(target=greedy), threading.Thread(target=patient)
    first.start()
    assert inside.wait(30)
    second.start()
    while not turns.waiting:
        inside.wait(0)
    waiting.set()
    first.join()
    second.join()
    assert order == ["greedy", "patient", "greedy again"]
    database.close()


def test_writers_of_several_threads_wait_for_each_other(database: Database) -> None:
    def write(number: int) -> None:
        with database.writing() as session:
            count = len(files(session))
            session.execute(insert(tables.File).values(checksum=f"{number:02}", content=str(count).encode()))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert files(session) == [f"{number:02}" for number in range(8)]
        if database.dialect == "sqlite":  # each saw what those before it wrote
            seen = session.execute(select(tables.File.content)).scalars()
            assert sorted(seen) == [str(number).encode() for number in range(8)]


def test_a_file_is_made_with_its_folder_and_survives_power_cuts(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/deep/down/polku.db")
    with database.reading() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    database.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


PEOPLE = select(func.count()).select_from(tables.Person).where(tables.Person.account != bindparam("account"))


def prepared_for(postgres_database: str, ask: Callable[[Session], object]) -> Sequence[str]:
    """What a connection has prepared after readers have asked for this six times, and somebody has written."""
    database = Database(postgres_database, connections=1)
    migrate(database)
    for _ in range(6):  # the driver prepares what it has seen five times
        with database.reading() as session:
            ask(session)
    with database.writing() as session:
        session.execute(insert(tables.File).values(FILE))
    with database.reading() as session:
        prepared = session.execute(text("SELECT statement FROM pg_prepared_statements")).scalars().all()
    database.close()
    return prepared


def test_what_a_connection_has_prepared_outlives_its_transactions(postgres_database: str) -> None:
    asked = Prepared(PEOPLE)
    prepared = prepared_for(postgres_database, lambda session: asked.rows(session.connection(), {"account": "anna"}))
    assert any("FROM people" in statement for statement in prepared)


def test_what_is_put_together_for_a_reader_is_planned_with_its_values(postgres_database: str) -> None:
    assert not prepared_for(postgres_database, lambda session: session.execute(PEOPLE, {"account": "anna"}).all())


def test_the_first_pages_of_the_inbox_are_prepared_and_searched_ones_are_not(postgres_database: str) -> None:
    database = Database(postgres_database, connections=1)
    migrate(database)
    scopes: tuple[Scope, ...] = ("mine", "groups", "all")
    for process, scope in product([None] * 6 + ["customership"] * 6, scopes):
        work_items.page(database, account="anna", groups=["g"], scope=scope, process_id=process)
    with database.reading() as session:
        prepared = session.execute(text("SELECT statement FROM pg_prepared_statements")).scalars().all()
    database.close()
    assert sum("FROM work_items" in statement for statement in prepared) == 3
    assert not any("process_id =" in statement for statement in prepared)


def test_a_reader_whose_connection_is_lost_at_the_end_is_told_so(postgres_database: str) -> None:
    database, other = Database(postgres_database), Database(postgres_database)

    def read_and_be_cut_off(session: Session) -> None:
        own = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with other.engine.connect() as somebody:
            somebody.execute(text("SELECT pg_terminate_backend(:own, 10000)"), {"own": own})

    with pytest.raises(Unavailable), database.reading() as session:
        read_and_be_cut_off(session)
    with database.reading() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
    database.close()
    other.close()


def test_a_plain_postgresql_address_is_enough() -> None:
    database = Database("postgresql://somebody@localhost/polku")
    assert database.url.drivername == "postgresql+psycopg"
    database.close()


def test_whoever_opens_connections_of_their_own_gets_every_host_and_notices_dead_ones() -> None:
    url = "postgresql://polku:secret@/office?host=one:6541&host=two:6542&target_session_attrs=read-write"
    database = Database(url)
    place = conninfo_to_dict(database.conninfo)
    database.close()
    assert (place["host"], place["port"], place["dbname"]) == ("one,two", "6541,6542", "office")
    assert (place["user"], place["password"]) == ("polku", "secret")
    assert place["target_session_attrs"] == "read-write"
    assert place["tcp_user_timeout"] == "25000"
