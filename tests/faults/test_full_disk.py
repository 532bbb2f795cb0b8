"""A full disk: what can't be kept is refused with a sentence, nothing is half done, and with room all goes on.

SQLite's file is kept from growing by `max_page_count`. On PostgreSQL a trigger says what the server says when it has no
room (condition 53100), in the middle of a command, on any machine; `test_really_full_disk` has a disk that is full.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from engine.engine import Engine
from engine.errors import Unavailable
from engine.history import verify_all
from engine.store import instances
from engine.testing import FakeClock, assert_sound, engine_on
from tests.engine.diagrams import chain, diagram, timer, user_task

FILES = {
    "a.bpmn": diagram("tasks", chain(user_task("one"), user_task("two"))),
    "b.bpmn": diagram("sleeps", chain(timer("wait", "P1D"), user_task())),
}
LARGE = {"memo": "x" * 20_000}
ROOM = 1_000_000_000  # pages
FULL = (
    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$",
    "CREATE TRIGGER full_disk BEFORE INSERT ON work_items EXECUTE FUNCTION full_disk()",
)


class Disk:
    """The disk of a database, which can be filled up."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.pages = engine, ROOM
        if engine.database.dialect == "sqlite":
            event.listen(engine.database.engine, "checkout", self.limit)

    def limit(self, connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {self.pages}")

    def fill(self) -> None:
        with self.engine.database.writing() as session:
            if self.engine.database.dialect == "sqlite":
                self.pages = session.execute(text("PRAGMA page_count")).scalar_one()
            else:
                for statement in FULL:
                    session.execute(text(statement))

    def make_room(self) -> None:
        self.pages = ROOM
        if self.engine.database.dialect != "sqlite":
            with self.engine.database.writing() as session:
                session.execute(text("DROP TRIGGER full_disk ON work_items"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    found = engine_on(database_url)
    found.deploy(FILES, actor="olli")
    yield found
    found.database.close()


def fire_all(engine: Engine) -> None:
    """SQLite may have a little room left inside its pages: what still fires is fired."""
    while engine.fire_due(1):
        pass


def test_a_full_disk_refuses_with_a_sentence_and_with_room_everything_goes_on(engine: Engine) -> None:
    disk, clock = Disk(engine), engine.clock
    assert isinstance(clock, FakeClock)
    mine = engine.start("tasks", actor="anna")
    sleeping = [engine.start("sleeps", LARGE, actor="anna") for _ in range(5)]
    (key,) = instances.state(engine.database, mine).waits
    clock.advance(timedelta(days=1))
    disk.fill()

    for _ in range(2):
        with pytest.raises(Unavailable, match="no room left"):
            engine.complete(mine, key, LARGE, actor="anna", request_id="r-1")
        with pytest.raises(Unavailable, match="no room left"):
            engine.start("tasks", LARGE, actor="anna", request_id="r-2")
    with pytest.raises(Unavailable, match="no room left"):
        fire_all(engine)
    assert len(instances.page(engine.database).items) == 1 + len(sleeping)
    for id in (mine, *sleeping):
        assert_sound(engine, id)

    disk.make_room()
    engine.complete(mine, key, LARGE, actor="anna", request_id="r-1")
    started = engine.start("tasks", LARGE, actor="anna", request_id="r-2")
    assert engine.start("tasks", LARGE, actor="anna", request_id="r-2") == started
    engine.run_until_idle()
    for id in sleeping:
        (facts,) = [one.facts for one in instances.page(engine.database).items if one.id == id]
        assert facts == instances.one(engine.database, sleeping[0]).facts
        assert_sound(engine, id)
    assert all(found.equal for found in verify_all(engine.database))
