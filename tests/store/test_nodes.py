"""Processes that are alive say so; what a silent one had claimed is given back."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import event

from engine.engine import Engine
from engine.store import jobs, nodes
from engine.store.nodes import SILENCE, NodeRow
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import chain, diagram, job


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, clock: FakeClock) -> Iterator[Engine]:
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("migrated_postgres")
    engine = engine_on(url, clock)
    engine.deploy({"errand.bpmn": diagram("errand", chain(job()))}, actor="owner")
    yield engine
    engine.database.close()


def node(id: str, clock: FakeClock, *parts: str) -> NodeRow:
    return NodeRow(id, parts, "machine", 1, "0.1.0", clock.now(), clock.now())


def claim(engine: Engine, claimant: str) -> list[str]:
    leases = {"work": timedelta(minutes=5)}
    return [one.instance_id for one in jobs.claim(engine.database, claimant, leases, engine.clock.now(), 10)]


def test_a_process_is_listed_with_what_runs_in_it_until_it_leaves(engine: Engine, clock: FakeClock) -> None:
    nodes.beat(engine.database, node("a", clock, "web", "clock"), clock.now())
    clock.advance(timedelta(seconds=5))
    nodes.beat(engine.database, node("b", clock, "jobs"), clock.now())

    first, second = nodes.nodes(engine.database)
    assert (first.id, first.parts, second.id, second.parts) == ("b", ("jobs",), "a", ("web", "clock"))
    nodes.leave(engine.database, "b")
    assert [one.id for one in nodes.nodes(engine.database)] == ["a"]


def test_a_heartbeat_moves_when_a_process_was_last_heard_of(engine: Engine, clock: FakeClock) -> None:
    nodes.beat(engine.database, here := node("a", clock), clock.now())
    clock.advance(timedelta(seconds=20))
    nodes.beat(engine.database, here, clock.now())

    (found,) = nodes.nodes(engine.database)
    assert (found.started_at, found.seen_at) == (here.started_at, clock.now())
    assert nodes.alive(engine.database, clock.now() + SILENCE) == ()


def test_what_a_silent_process_had_claimed_is_free_before_its_lease_ends(engine: Engine, clock: FakeClock) -> None:
    instance_id = engine.start("errand", actor="anna")
    nodes.beat(engine.database, node("dead_", clock, "jobs"), clock.now())
    assert claim(engine, "dead_:1") == [instance_id]
    assert claim(engine, "alive:1") == []

    clock.advance(SILENCE)
    assert nodes.beat(engine.database, node("alive", clock, "jobs"), clock.now()) == 1
    assert nodes.beat(engine.database, node("alive", clock, "jobs"), clock.now()) == 0
    engine.end_lost_tries()
    assert claim(engine, "alive:1") == [instance_id]


def test_the_jobs_of_a_process_with_a_like_name_are_left_alone(engine: Engine, clock: FakeClock) -> None:
    engine.start("errand", actor="anna")
    nodes.beat(engine.database, node("dead_", clock, "jobs"), clock.now())
    clock.advance(SILENCE)
    claim(engine, "deadx:1")

    assert nodes.beat(engine.database, node("deadx", clock, "jobs"), clock.now()) == 0
    assert claim(engine, "other:1") == []


def test_a_dead_process_is_forgotten_after_a_day(engine: Engine, clock: FakeClock) -> None:
    nodes.beat(engine.database, node("dead", clock), clock.now())
    clock.advance(timedelta(days=1, seconds=1))
    nodes.beat(engine.database, node("alive", clock), clock.now())

    assert [one.id for one in nodes.nodes(engine.database)] == ["alive"]


def test_one_that_is_just_saying_that_it_is_alive_is_not_waited_for(migrated_postgres: str, clock: FakeClock) -> None:
    """After a jump of time every node takes the others for long forgotten: they must not block each other."""
    engine = engine_on(migrated_postgres, clock)
    nodes.beat(engine.database, slow := node("slow", clock), clock.now())
    clock.advance(timedelta(days=400))
    holding, go_on = Event(), Event()

    def hold(_connection: object) -> None:
        holding.set()
        assert go_on.wait(30)

    other = engine_on(migrated_postgres, clock)
    event.listen(other.database.engine, "commit", hold)
    beating = Thread(target=nodes.beat, args=(other.database, slow, clock.now()))
    beating.start()
    assert holding.wait(30)
    event.listen(engine.database.engine, "begin", lambda one: one.exec_driver_sql("SET LOCAL lock_timeout = 1000"))
    try:
        nodes.beat(engine.database, node("quick", clock), clock.now())
    finally:
        go_on.set()
        beating.join()
    assert {one.id for one in nodes.nodes(engine.database)} == {"slow", "quick"}
    engine.database.close()
    other.database.close()
