"""A database moves to another one, in both directions, with everything in it, and is compared row by row."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.engine import Engine
from engine.errors import Refused
from engine.history import verify_all
from engine.store import Database, instances, people, work_items
from engine.store.copying import Copied, copy_database
from engine.store.migrate import migrate
from engine.store.people import Person
from engine.testing import FakeClock, assert_sound, engine_on
from processes.business_services.register.schema import SCHEMA
from tests.engine.diagrams import chain, diagram, job, timer, user_task

FILES = {
    "a.bpmn": diagram("tasks", chain(user_task("one", groups="a,b"), timer("wait", "P1D"), job(), user_task("two"))),
}
Made = Callable[[str], str]


@pytest.fixture
def made(tmp_path: Path, request: pytest.FixtureRequest) -> Made:
    def make(kind: str) -> str:
        if kind == "postgresql":
            url: str = request.getfixturevalue("postgres_database")
            return url
        return f"sqlite:///{tmp_path}/{kind}.db"

    return make


def lived_in(url: str, clock: FakeClock) -> Engine:
    engine = engine_on(url, clock, applications=[SCHEMA])
    engine.deploy(FILES, actor="olli")
    people.save(engine.database, Person(account="anna", name="Anna Äö", groups=("a",)))
    first = engine.start("tasks", {"sum": 0.1, "text": "ä \\u0000 €"}, actor="anna", business_key="k", request_id="r-1")
    engine.start("tasks", actor="anna")
    (one, *_) = [item for item in work_items.page(engine.database, scope="all").items if item.instance_id == first]
    engine.complete(first, one.key, {"answer": [1, {"b": None}]}, actor="anna")
    engine.publish("paid", "k", {"amount": 10}, actor="anna", message_id="m-1")
    return engine


@pytest.mark.parametrize(("source", "target"), [("old", "new"), ("old", "postgresql"), ("postgresql", "new")])
def test_everything_moves_and_work_goes_on(made: Made, source: str, target: str) -> None:
    clock = FakeClock()
    old = lived_in(made(source), clock)
    database = Database(made(target))
    migrate(database, [SCHEMA])

    copied = copy_database(old.database, database, [SCHEMA])

    rows = {one.table: one.rows for one in copied}
    assert rows["instances"] == 2
    assert rows["facts"] > 10
    assert rows["people"] == 1
    new = Engine(database, clock, zone=old.execution.zone)
    before, after = (instances.page(engine.database).items for engine in (old, new))
    assert after == before
    assert all(found.equal for found in verify_all(database))
    (first,) = [row.id for row in before if row.business_key == "k"]
    assert new.start("tasks", actor="anna", request_id="r-1") == first
    assert not new.publish("paid", "k", actor="anna", message_id="m-1")
    clock.advance(timedelta(days=1))
    assert new.fire_due() == 1
    for row in after:
        assert_sound(new, row.id)
    (offered,) = work_items.page(database, account="anna", groups=("a",), scope="groups").items
    new.complete(offered.instance_id, offered.key, actor="anna")
    old.database.close()
    database.close()


def test_the_same_rows_have_the_same_hash_wherever_they_are(made: Made) -> None:
    old = lived_in(made("old"), FakeClock())
    hashes: list[tuple[Copied, ...]] = []
    for target in ("new", "postgresql"):
        database = Database(made(target))
        migrate(database, [SCHEMA])
        hashes.append(copy_database(old.database, database, [SCHEMA]))
        database.close()
    assert hashes[0] == hashes[1]
    old.database.close()


def test_a_database_with_something_in_it_is_not_written_to(made: Made) -> None:
    old, other = lived_in(made("old"), FakeClock()), lived_in(made("new"), FakeClock())
    before = instances.page(other.database).items
    with pytest.raises(Refused, match="The target is not empty"):
        copy_database(old.database, other.database, [SCHEMA])
    assert instances.page(other.database).items == before
    old.database.close()
    other.database.close()


def test_a_difference_is_found_and_nothing_is_kept(made: Made) -> None:
    old = lived_in(made("old"), FakeClock())
    database = Database(made("new"))
    migrate(database, [SCHEMA])
    with database.writing() as session:  # somebody meddles with what is written
        session.execute(
            text(
                "CREATE TRIGGER meddle AFTER INSERT ON people BEGIN "
                "UPDATE people SET name = 'somebody else' WHERE account = NEW.account; END"
            )
        )
    with pytest.raises(Refused, match="The table people is not the same"):
        copy_database(old.database, database, [SCHEMA])
    assert people.list(database) == ()
    assert instances.page(database).items == ()
    old.database.close()
    database.close()


def test_databases_of_another_release_are_refused(made: Made) -> None:
    old, database = lived_in(made("old"), FakeClock()), Database(made("new"))
    with pytest.raises(Refused, match="The target has migrations waiting for engine, business_services"):
        copy_database(old.database, database, [SCHEMA])
    old.database.close()
    database.close()
