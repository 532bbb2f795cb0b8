"""A database that goes away is said to be away; nothing is half done, and everything goes on when it is back."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event

import psycopg
import pytest
from sqlalchemy import event, text

from engine.bootstrap import due_next
from engine.engine import Engine
from engine.errors import Collided, Refused, Unavailable
from engine.jobs.clock import OfficeClock
from engine.ports import SystemClock
from engine.store import Database, instances
from engine.testing import assert_sound, engine_on
from tests.engine.diagrams import chain, diagram, timer, user_task
from tests.postgres import NoPostgres, OwnServer, new_database, own_server

FILES = {
    "a.bpmn": diagram("tasks", chain(user_task("one"))),
    "b.bpmn": diagram("waits", chain(timer("wait", "PT0.2S"))),
}
SOON = 20.0  # seconds that a busy machine may need


@pytest.fixture
def server() -> Iterator[OwnServer]:
    try:
        with own_server() as found:
            yield found
    except NoPostgres as reason:
        pytest.skip(str(reason))


def ids(engine: Engine) -> set[str]:
    return {instance.id for instance in instances.page(engine.database, limit=1000).items}


def test_a_server_that_is_restarted_interrupts_and_nothing_more(server: OwnServer) -> None:
    with new_database(server.url) as url:
        engine = engine_on(url, SystemClock())
        engine.deploy(FILES, actor="olli")
        clock = OfficeClock(engine, partial(due_next, engine.database), workers=1)
        clock.start()
        before = engine.start("tasks", actor="anna")
        waiting = engine.start("waits", actor="anna")

        server.stop()
        for _ in range(3):  # each of them, not only the first that finds the connection broken
            with pytest.raises(Unavailable, match="does not answer") as told:
                engine.start("tasks", actor="anna")
            assert told.value.reason
            with pytest.raises(Unavailable):
                instances.page(engine.database)
        server.start()

        after = engine.start("tasks", actor="anna")
        assert ids(engine) == {before, waiting, after}
        await_end(engine, waiting)  # the clock came back by itself
        for id in ids(engine):
            assert_sound(engine, id)
        clock.stop()
        engine.database.close()


def test_who_finds_a_connection_lost_spares_the_others_theirs(migrated_postgres: str) -> None:
    engine = engine_on(migrated_postgres, SystemClock())
    engine.deploy(FILES, actor="olli")
    pool = engine.database.engine
    with pool.connect(), pool.connect(), pool.connect():
        pass  # they go back, and are kept for the next ones
    with psycopg.connect(migrated_postgres.replace("+psycopg", ""), autocommit=True) as other:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        other.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608
    with pytest.raises(Unavailable):
        engine.start("tasks", actor="anna")
    with pool.connect():  # somebody else has the connection that was made anew
        id = engine.start("tasks", actor="anna")
    assert_sound(engine, id)
    engine.database.close()


def await_end(engine: Engine, instance_id: str) -> None:
    ended = Event()
    event.listen(engine.database.engine, "commit", lambda _: ended.set())
    while instances.one(engine.database, instance_id).status != "completed":
        assert ended.wait(SOON), "the clock did not come back"
        ended.clear()


def test_a_command_that_is_cut_off_leaves_nothing_behind(server: OwnServer) -> None:
    with new_database(server.url) as url:
        engine = engine_on(url, SystemClock())
        engine.deploy(FILES, actor="olli")

        def stop_the_server(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if "facts" in statement:
                server.stop()

        event.listen(engine.database.engine, "before_cursor_execute", stop_the_server)
        with pytest.raises(Unavailable):
            engine.start("tasks", actor="anna", request_id="r-1")
        event.remove(engine.database.engine, "before_cursor_execute", stop_the_server)
        server.start()

        assert ids(engine) == set()
        started = engine.start("tasks", actor="anna", request_id="r-1")  # sent again with the same key
        assert engine.start("tasks", actor="anna", request_id="r-1") == started
        assert ids(engine) == {started}
        engine.database.close()


def test_a_connection_that_was_closed_while_it_lay_idle_is_replaced(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgres_database)
    with database.reading() as session:
        first = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    other = Database(postgres_database)
    with other.writing() as session:
        session.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": first})
    monkeypatch.setattr("engine.store.database.IDLE_SECONDS", 0.0)

    with database.reading() as session:
        second = session.execute(text("SELECT pg_backend_pid()")).scalar_one()

    assert second != first
    database.close()
    other.close()


def test_a_pool_that_is_used_up_says_so(postgres_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.store.database.CONNECTION_SECONDS", 1)
    database = Database(postgres_database, connections=1)
    held = database.engine.connect()

    with pytest.raises(Unavailable, match="more to do than it can"), database.reading() as session:
        session.execute(text("SELECT 1"))

    held.close()
    with database.reading() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
    database.close()


def test_transactions_that_wait_for_each_other_are_told_to_try_again(postgres_database: str) -> None:
    database = Database(postgres_database)
    with pytest.raises(Collided, match="Try again"), database.writing() as session:
        session.execute(text("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40P01'; END $$"))
    database.close()


def test_a_value_that_the_database_cannot_keep_is_refused_with_its_reason(postgres_database: str) -> None:
    engine = engine_on(postgres_database)
    engine.deploy(FILES, actor="olli")
    with pytest.raises(Refused, match="can't keep a value"):
        engine.start("tasks", actor="anna", business_key="a\x00b")
    assert ids(engine) == set()
    engine.database.close()


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "polku.db").mkdir()
    database = Database(f"sqlite:///{tmp_path}/polku.db")
    with pytest.raises(Unavailable, match="does not answer") as told, database.reading() as session:
        session.execute(text("SELECT 1"))
    assert "unable to open" in told.value.reason


def test_another_program_that_writes_too_long_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.store.sqlite.BUSY_MILLISECONDS", 1)
    url = f"sqlite:///{tmp_path}/polku.db"
    one, other = Database(url), Database(url)
    with one.writing() as session:
        session.execute(text("CREATE TABLE a (b)"))
        with pytest.raises(Unavailable, match="more to do than it can"):
            write(other)
    write(other)
    one.close()
    other.close()


def write(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS c (d)"))


def fill(database: Database) -> None:
    with database.writing() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        session.execute(text("INSERT INTO c VALUES (zeroblob(100000))"))


def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/polku.db")
    write(database)
    with pytest.raises(Unavailable, match="no room left"):
        fill(database)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM c")).scalar_one() == 0
    database.close()


def test_waiting_is_short_where_nobody_answers() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/polku")
    with pytest.raises(Unavailable), database.reading() as session:
        session.execute(text("SELECT 1"))
    assert timedelta(seconds=database.engine.pool.timeout()) < timedelta(minutes=1)  # type: ignore[attr-defined]
