"""The disk of a PostgreSQL server is really full: for its tables, and for its write-ahead log, without which it stops.

What was accepted is there, what was refused left nothing, and with room everything goes on without a hand.
"""

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql

from engine.engine import Engine
from engine.errors import Unavailable
from engine.history import verify_all
from engine.settings import Settings
from engine.store import instances, people
from engine.store.people import Person
from engine.testing import FakeClock, assert_sound, engine_on
from tests.engine.diagrams import chain, diagram, timer, user_task
from tests.faults.killing import of_process, only_wait
from tests.faults.small_disk import SmallDisk, small_disk
from tests.postgres import NoPostgres, administer, connect, new_database
from tests.serving import wait_until
from tests.web.visitor import Visitor, said
from web.app import create_app
from web.auth.session import seal

FILES = {
    "a.bpmn": diagram("tasks", chain(user_task("one"), user_task("two"))),
    "b.bpmn": diagram("sleeps", chain(timer("wait", "P1D"), user_task())),
}
SECRET = "only-for-tests-0123456789-0123456789"
#: More of them than would fit into the pages that the tables have already.
ENOUGH = 500
#: A megabyte for the write-ahead log alone: no table grows by it.
A_MEGABYTE_OF_LOG = sql.SQL("SELECT pg_logical_emit_message(true, 'filler', repeat('x', 1000000))")
#: Files of the log that are full, and so become new ones.
NEXT_FILE, REUSE = sql.SQL("SELECT pg_switch_wal()"), sql.SQL("CHECKPOINT")


@pytest.fixture(scope="module")
def disk() -> Iterator[SmallDisk]:
    try:
        with small_disk() as found:
            yield found
    except NoPostgres as reason:
        pytest.skip(str(reason))


@pytest.fixture
def engine(disk: SmallDisk) -> Iterator[Engine]:
    with new_database(disk.url) as url:
        found = engine_on(url)
        found.deploy(FILES, actor="olli")
        yield found
        found.database.close()


def memo(number: int) -> dict[str, str]:
    """Twenty thousand letters that no database can make smaller."""
    return {"memo": random.Random(number).randbytes(10_000).hex()}


def start(engine: Engine, number: int) -> str:
    return engine.start("tasks", memo(number), actor="anna", request_id=f"r-{number}")


def until_refused(engine: Engine) -> tuple[dict[int, str], int]:
    """What was started before the disk was full, by its number, and the number that was refused."""
    started: dict[int, str] = {}
    with pytest.raises(Unavailable, match="no room left"):
        started.update((number, start(engine, number)) for number in range(ENOUGH))
    return started, len(started)


def check_all(engine: Engine, ids: set[str]) -> None:
    assert {row.id for row in instances.page(engine.database, limit=1_000).items} == ids
    for id in ids:
        assert_sound(engine, id)
    assert all(found.equal for found in verify_all(engine.database))


def browser_of_anna(engine: Engine) -> Visitor:
    anna = Person(account="anna", name="Anna", roles=("expert",))
    people.save(engine.database, anna)
    visitor = Visitor(create_app(engine, Settings(secret_key=SECRET)).test_client())
    with visitor.client.session_transaction() as session:
        session.update({"language": "en", "account": anna.account, "password": seal(anna)})
    assert visitor.get("/inbox").status_code == 200
    return visitor


def test_without_room_for_the_tables_work_is_refused_and_with_room_goes_on(engine: Engine, disk: SmallDisk) -> None:
    clock = engine.clock
    assert isinstance(clock, FakeClock)
    mine = engine.start("tasks", actor="anna")
    key = only_wait(engine, mine)
    sleeping = {engine.start("sleeps", memo(-n), actor="anna") for n in range(1, 6)}
    browser = browser_of_anna(engine)
    clock.advance(timedelta(days=1))
    for statement in (*[A_MEGABYTE_OF_LOG, NEXT_FILE] * 3, REUSE):  # there is room in the write-ahead log
        administer(disk.url, statement)
    disk.fill()

    started, refused = until_refused(engine)
    assert started
    with pytest.raises(Unavailable, match="no room left"):
        start(engine, refused)
    complete = f"/inbox/{mine}/{key}/complete?request=r-mine"
    answer = browser.ask(complete, {"data": memo(refused)})
    assert answer.status_code == 503, answer.text
    assert "no room left" in said(answer)["message"]
    assert browser.get("/inbox").status_code == 200, "reading needs no room"
    check_all(engine, {mine, *sleeping, *started.values()})
    assert only_wait(engine, mine) == key

    disk.make_room()
    assert browser.ask(complete, {"data": memo(refused)}).status_code == 200
    again = start(engine, refused)
    assert start(engine, refused) == again
    assert {number: start(engine, number) for number in started} == started
    engine.run_until_idle()
    assert {row.facts for row in of_process(engine, "sleeps")} == {instances.one(engine.database, min(sleeping)).facts}
    assert only_wait(engine, mine) != key
    check_all(engine, {mine, again, *sleeping, *started.values()})


def test_without_room_for_its_log_the_server_stops_and_with_room_work_goes_on(engine: Engine, disk: SmallDisk) -> None:
    before = {number: start(engine, number) for number in range(3)}
    key = only_wait(engine, before[0])
    disk.fill()
    with pytest.raises(psycopg.OperationalError):
        fill_the_log(disk)

    for _ in range(2):
        with pytest.raises(Unavailable, match="does not answer"):
            start(engine, 3)
        with pytest.raises(Unavailable, match="does not answer"):
            engine.complete(before[0], key, actor="anna", request_id="c-0")

    disk.make_room()
    wait_until(lambda: answers(disk), "the server to be there again")
    engine.complete(before[0], key, actor="anna", request_id="c-0")
    after = start(engine, 3)
    assert start(engine, 3) == after
    assert {number: start(engine, number) for number in before} == before
    assert only_wait(engine, before[0]) != key
    check_all(engine, {after, *before.values()})


def fill_the_log(disk: SmallDisk) -> None:
    for _ in range(ENOUGH):
        administer(disk.url, A_MEGABYTE_OF_LOG)


def answers(disk: SmallDisk) -> bool:
    """Whether the server takes work, which is started each time that it is down, as the operating system would."""
    disk.start()
    with suppress(psycopg.OperationalError):
        connect(disk.url).close()
        return True
    return False
