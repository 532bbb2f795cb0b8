"""The machine's clock is set forward by a year or back by an hour: nothing happens twice, and nothing is lost."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.engine import Engine
from engine.history import Filters, facts, verify_all
from engine.jobs.housekeeping import keep_house
from engine.store import instances, jobs, nodes
from engine.store.nodes import NodeRow
from engine.testing import FakeClock, assert_sound, engine_on
from tests.engine.diagrams import chain, diagram, job, joined, message, message_event, timer, timer_start, user_task

HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
FILES = {
    "a.bpmn": diagram("sleeps", chain(timer("wait", "PT30M"), user_task())),
    "b.bpmn": diagram("daily", joined([timer_start(), '<task id="noted"/>', '<endEvent id="end"/>'])),
    "c.bpmn": diagram("works", chain(job("work", "outside"), user_task())),
    "d.bpmn": diagram(
        "waits",
        chain(message_event("intermediateCatchEvent", "catch", "m"), user_task()),
        beside=message("m", "paid", "=invoice"),
    ),
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def engine(database_url: str, clock: FakeClock) -> Iterator[Engine]:
    found = engine_on(database_url, clock)
    found.deploy(FILES, actor="olli")
    yield found
    assert all(verified.equal for verified in verify_all(found.database))
    found.database.close()


def fired(engine: Engine) -> Counter[str]:
    found = facts(engine.database, Filters(kind="TimerFired"), limit=1000).items
    return Counter(fact.instance_id for fact in found)


def begun(engine: Engine) -> int:
    return len(instances.page(engine.database, process_id="daily", limit=1000).items)


def test_a_timer_that_fired_does_not_fire_again_when_the_clock_is_set_back(engine: Engine, clock: FakeClock) -> None:
    early = engine.start("sleeps", actor="anna")
    clock.advance(HOUR)
    engine.run_until_idle()
    late = engine.start("sleeps", actor="anna")
    clock.advance(-HOUR)
    engine.run_until_idle()
    assert fired(engine) == {early: 1}
    assert_sound(engine, late)

    for _ in range(4):  # the hour is lived once more, and half an hour after it
        clock.advance(timedelta(minutes=30))
        engine.run_until_idle()
    assert fired(engine) == {early: 1, late: 1}


def test_a_year_that_is_skipped_fires_what_fell_due_once_and_goes_on_in_its_rhythm(
    engine: Engine, clock: FakeClock
) -> None:
    clock.advance(timedelta(days=1, minutes=1))
    engine.run_until_idle()
    assert begun(engine) == 1
    waiting = engine.start("sleeps", actor="anna")
    clock.advance(YEAR)
    engine.run_until_idle()
    assert fired(engine) == {waiting: 1}
    after_the_jump = begun(engine)
    assert after_the_jump == 2, "what was missed is made up for once"

    clock.advance(-YEAR)  # somebody noticed, and set it right
    engine.run_until_idle()
    assert (begun(engine), fired(engine)) == (after_the_jump, {waiting: 1})


def test_work_of_a_time_that_has_not_come_yet_can_be_done_and_asked_for_again(engine: Engine, clock: FakeClock) -> None:
    clock.advance(HOUR)
    id = engine.start("waits", {"invoice": "1"}, actor="anna", request_id="r-1")
    engine.publish("paid", "1", actor="bank", message_id="m-1")
    (key,) = instances.state(engine.database, id).waits
    clock.advance(-HOUR)

    engine.complete(id, key, actor="anna", request_id="r-2")
    engine.complete(id, key, actor="anna", request_id="r-2")
    assert engine.start("waits", {"invoice": "1"}, actor="anna", request_id="r-1") == id
    assert not engine.publish("paid", "1", actor="bank", message_id="m-1")
    assert instances.one(engine.database, id).status == "completed"
    assert_sound(engine, id)


def test_a_message_that_was_there_in_time_arrives_after_a_year_was_skipped(engine: Engine, clock: FakeClock) -> None:
    id = engine.start("waits", {"invoice": "1"}, actor="anna")
    engine.publish("paid", "1", actor="bank", message_id="m-1")
    clock.advance(YEAR)
    keep_house(engine.database, clock)
    assert not engine.publish("paid", "1", actor="bank", message_id="m-1"), (
        "named messages are remembered for two years"
    )
    assert [item.status for item in instances.page(engine.database, process_id="waits").items] == ["active"]
    assert_sound(engine, id)


def test_a_job_is_done_once_though_its_lock_ended_by_a_jump(engine: Engine, clock: FakeClock) -> None:
    id = engine.start("works", actor="anna")
    (first,) = engine.fetch_jobs("one", ["outside"])
    clock.advance(YEAR)
    (second,) = engine.fetch_jobs("two", ["outside"])
    assert (first.instance_id, first.key) == (second.instance_id, second.key)
    engine.complete_job(id, second.key, lock=second.lock, actor="two")
    assert engine.fetch_jobs("one", ["outside"]) == ()
    assert_sound(engine, id)


def test_what_a_dead_worker_had_is_given_back_however_long_everything_was_down(
    engine: Engine, clock: FakeClock
) -> None:
    """Its row among the nodes is so old that it is forgotten: its jobs are not."""
    id = engine.start("works", actor="anna")
    dead = NodeRow("dead", ("jobs",), "host", 1, "1", clock.now(), clock.now())
    alive = NodeRow("alive", ("jobs",), "host", 2, "1", clock.now(), clock.now())
    nodes.beat(engine.database, dead, clock.now())
    lease = timedelta(days=7)
    assert len(jobs.claim(engine.database, "dead:1", {"outside": lease}, clock.now(), 1)) == 1
    clock.advance(timedelta(days=3))

    assert nodes.beat(engine.database, alive, clock.now()) == 1
    assert [one.instance_id for one in engine.fetch_jobs("robot", ["outside"])] == [id]
