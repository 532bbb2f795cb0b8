"""Data stores: registered beside the handlers, read and written in the transaction that carries the activity on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine.engine import Engine
from engine.errors import DeploymentRefused
from engine.jobs import DataStore, Job
from engine.jobs.handlers import _registered
from engine.store import instances, work_items
from engine.store.job_terms import LONGEST_PAUSE
from engine.testing import FakeClock, assert_sound, engine_on

FILE = {"data-store.bpmn": (Path(__file__).parent.parent / "diagrams" / "data-store.bpmn").read_bytes()}
broken: list[Exception] = []


@pytest.fixture(autouse=True)
def nothing_registered() -> Iterator[None]:
    before = dict(_registered)
    broken.clear()
    yield
    _registered.clear()
    _registered.update(before)


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    found = engine_on(store_url, FakeClock())
    with found.database.writing() as session:
        session.execute(text("CREATE TABLE customers (key TEXT, name TEXT)"))
        session.execute(text("INSERT INTO customers VALUES ('7', 'Ann')"))
    yield found
    found.database.close()


def register() -> None:
    customers = DataStore("Customers")

    @customers.read
    def read(job: Job) -> object:
        assert job.session is not None
        return job.session.scalar(text("SELECT name FROM customers WHERE key = :key"), {"key": job.variables["key"]})

    @customers.write
    def write(job: Job, value: Any) -> None:
        assert job.session is not None
        job.session.execute(
            text("UPDATE customers SET name = :name WHERE key = :key"), {"key": job.variables["key"], "name": value}
        )
        if broken:
            raise broken[0]


def in_store(engine: Engine) -> str:
    with engine.database.reading() as session:
        return str(session.scalar(text("SELECT name FROM customers WHERE key = '7'")))


def started(engine: Engine, key: str = "7") -> str:
    register()
    engine.deploy(FILE, actor="owner")
    return engine.start("data-store", {"key": key}, actor="anna")


def task_done(engine: Engine) -> None:
    (item,) = work_items.page(engine.database, scope="all").items
    engine.complete(item.instance_id, item.key, {"kept": "Ann Smith"}, actor="anna")


def test_a_data_store_that_nothing_is_registered_for_refuses_the_deployment(engine: Engine) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        engine.deploy(FILE, actor="owner")

    found = [(problem.element, problem.sentence) for _, problem in refused.value.problems]
    assert found == [
        ("task", "Nothing is registered that reads the data store “Customers”."),
        ("task", "Nothing is registered that writes the data store “Customers”."),
    ]


def test_a_data_store_that_is_only_read_is_not_written(engine: Engine) -> None:
    DataStore("Customers").read(lambda _job: None)

    (found,) = engine.check(FILE)

    assert found[1].code == "data-store-not-written"


def test_an_activity_reads_before_it_begins_and_writes_when_it_is_done(engine: Engine) -> None:
    id = started(engine)
    assert work_items.page(engine.database, scope="all").items == ()
    assert_sound(engine, id)

    assert engine.run_jobs() == 1

    (scope,) = [one for one in instances.state(engine.database, id).elements.values() if one.element == "task"]
    assert scope.variables == {"Customers": "Ann", "known": "Ann"}
    task_done(engine)
    assert_sound(engine, id)
    assert in_store(engine) == "Ann"
    assert engine.run_jobs() == 1
    assert in_store(engine) == "Ann Smith"
    assert instances.one(engine.database, id).status == "completed"
    assert instances.variables(engine.database, id) == {"key": "7"}
    assert_sound(engine, id)


def test_what_is_not_in_the_store_is_null_and_holds_nothing_up(engine: Engine) -> None:
    id = started(engine, "8")

    engine.run_jobs()

    (scope,) = [one for one in instances.state(engine.database, id).elements.values() if one.element == "task"]
    assert scope.variables == {"Customers": None, "known": None}


def test_a_write_that_fails_leaves_nothing_behind_and_is_tried_again(engine: Engine) -> None:
    id = started(engine)
    engine.run_jobs()
    task_done(engine)
    broken.append(RuntimeError("The register is full."))

    engine.run_jobs()

    assert in_store(engine) == "Ann"
    assert instances.one(engine.database, id).status == "active"
    assert_sound(engine, id)
    broken.clear()
    assert isinstance(engine.clock, FakeClock)
    engine.clock.advance(LONGEST_PAUSE)
    engine.run_jobs()
    assert in_store(engine) == "Ann Smith"
    assert instances.one(engine.database, id).status == "completed"
    assert_sound(engine, id)


def test_nothing_is_written_while_the_instance_is_suspended_or_after_it_was_cancelled(engine: Engine) -> None:
    id = started(engine)
    engine.run_jobs()
    task_done(engine)

    engine.operations.suspend(id, actor="olli", reason="wait")
    engine.run_jobs()
    assert in_store(engine) == "Ann"
    assert_sound(engine, id)
    engine.operations.cancel(id, actor="olli", reason="not wanted")

    assert engine.run_jobs() == 0
    assert in_store(engine) == "Ann"
    assert_sound(engine, id)
