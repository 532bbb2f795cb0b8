"""Outside workers: they fetch and lock, and what they answer counts as long as the lock is theirs."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from engine.engine import Engine
from engine.errors import AlreadyDone, Invalid, NotFound
from engine.history import Filters, facts
from engine.store import instances
from engine.testing import FakeClock, assert_sound, engine_on
from tests.engine.diagrams import chain, diagram

MINUTE = timedelta(minutes=1)


def task(type: str = "work", retries: int = 3, **headers: str) -> str:
    lines = "".join(f'<zeebe:header key="{key}" value="{value}"/>' for key, value in headers.items())
    definition = (
        f'<zeebe:taskDefinition type="{type}" retries="{retries}"/><zeebe:taskHeaders>{lines}</zeebe:taskHeaders>'
    )
    return f'<serviceTask id="work"><extensionElements>{definition}</extensionElements></serviceTask>'


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, clock: FakeClock) -> Iterator[Engine]:
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("migrated_postgres")
    engine = engine_on(url, clock)
    files = {
        "a.bpmn": diagram("errand", chain(task())),
        "b.bpmn": diagram("patient", chain(task(retries=4, retryBackoff="PT1M, PT1H", jobTimeout="PT2H"))),
    }
    engine.deploy(files, actor="owner")
    yield engine
    engine.database.close()


def status(engine: Engine, instance_id: str) -> str:
    return instances.one(engine.database, instance_id).status


def test_a_worker_gets_the_job_with_what_it_needs_and_its_answer_goes_on(engine: Engine, clock: FakeClock) -> None:
    instance_id = engine.start("errand", {"amount": 7}, actor="anna", business_key="k")

    (job,) = engine.fetch_jobs("invoices", ["work", "other"], lease=MINUTE, limit=5)
    engine.complete_job(job.instance_id, job.key, {"sent": True}, lock=job.lock, actor="invoices")

    assert (job.instance_id, job.type, job.variables, job.retries) == (instance_id, "work", {"amount": 7}, 3)
    assert (job.element_id, job.process_id, job.business_key) == ("work", "errand", "k")
    assert job.locked_until == clock.now() + MINUTE
    assert status(engine, instance_id) == "completed"
    (done,) = facts(engine.database, Filters(kind="JobCompleted")).items
    assert done.actor == "invoices"
    assert_sound(engine, instance_id)


def test_a_locked_job_is_nobody_elses_until_the_lock_ends(engine: Engine, clock: FakeClock) -> None:
    engine.start("errand", actor="anna")
    (first,) = engine.fetch_jobs("one", ["work"], lease=MINUTE)
    assert engine.fetch_jobs("two", ["work"], lease=MINUTE) == ()

    clock.advance(MINUTE)
    (second,) = engine.fetch_jobs("two", ["work"], lease=MINUTE)

    with pytest.raises(AlreadyDone, match="another worker has it"):
        engine.complete_job(first.instance_id, first.key, lock=first.lock)
    with pytest.raises(AlreadyDone):
        engine.fail_job(first.instance_id, first.key, "too late", lock=first.lock)
    with pytest.raises(AlreadyDone):
        engine.extend_job(first.instance_id, first.key, first.lock, MINUTE)
    engine.complete_job(second.instance_id, second.key, lock=second.lock)
    assert status(engine, second.instance_id) == "completed"


def test_an_extended_lock_holds_for_longer(engine: Engine, clock: FakeClock) -> None:
    engine.start("errand", actor="anna")
    (job,) = engine.fetch_jobs("one", ["work"], lease=MINUTE)

    assert engine.extend_job(job.instance_id, job.key, job.lock, timedelta(hours=1)) == clock.now() + 60 * MINUTE
    clock.advance(59 * MINUTE)

    assert engine.fetch_jobs("two", ["work"], lease=MINUTE) == ()
    engine.complete_job(job.instance_id, job.key, lock=job.lock)


def test_a_job_has_the_time_and_the_pauses_that_the_diagram_says(engine: Engine, clock: FakeClock) -> None:
    instance_id = engine.start("patient", actor="anna")
    pauses = []
    for left in (3, 2, 1, 0):
        (job,) = engine.fetch_jobs("one", ["work"], lease=MINUTE)
        assert (job.retries, job.locked_until) == (left + 1, clock.now() + timedelta(hours=2))
        engine.fail_job(job.instance_id, job.key, "no answer", lock=job.lock)
        waited = timedelta()
        while left and not (found := engine.fetch_jobs("one", ["work"], lease=MINUTE)):
            waited = clock.advance(MINUTE) - job.locked_until + timedelta(hours=2)
        pauses.append(waited)
        if left:
            engine.fail_job(job.instance_id, job.key, "again", retries=left, retry_at=clock.now(), lock=found[0].lock)

    assert pauses == [MINUTE, MINUTE, timedelta(hours=1), timedelta()]
    (incident,) = instances.state(engine.database, instance_id).incidents.values()
    assert incident.sentence == "no answer"
    assert_sound(engine, instance_id)


def test_a_worker_may_say_itself_how_often_and_when_to_try_again(engine: Engine, clock: FakeClock) -> None:
    engine.start("errand", actor="anna")
    (job,) = engine.fetch_jobs("one", ["work"])
    engine.fail_job(job.instance_id, job.key, "busy", retries=8, retry_at=clock.now() + MINUTE, lock=job.lock)

    assert engine.fetch_jobs("one", ["work"]) == ()
    clock.advance(MINUTE)
    (again,) = engine.fetch_jobs("one", ["work"])
    assert (again.key, again.retries) == (job.key, 8)


def test_the_same_answer_sent_twice_is_given_once(engine: Engine) -> None:
    instance_id = engine.start("errand", actor="anna")
    (job,) = engine.fetch_jobs("one", ["work"])
    for _ in range(2):
        engine.complete_job(job.instance_id, job.key, lock=job.lock, request_id="r1")

    assert status(engine, instance_id) == "completed"
    with pytest.raises((AlreadyDone, NotFound)):
        engine.complete_job(job.instance_id, job.key, lock=job.lock, request_id="r2")


def test_who_waits_gets_a_job_when_it_comes_and_holds_no_transaction_until_then(engine: Engine) -> None:
    found: list[Any] = []
    waiting = Thread(target=lambda: found.extend(engine.fetch_jobs("one", ["work"], wait=timedelta(seconds=30))))
    waiting.start()
    instance_id = engine.start("errand", actor="anna")  # in memory there is one connection: it must be free
    waiting.join(20)

    assert [job.instance_id for job in found] == [instance_id]


def test_who_waits_in_vain_is_told_that_there_is_nothing(engine: Engine) -> None:
    assert engine.fetch_jobs("one", ["work"], wait=timedelta(milliseconds=20)) == ()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"worker": ""}, "worker"),
        ({"types": []}, "types"),
        ({"lease": timedelta()}, "lease"),
        ({"limit": 0}, "limit"),
        ({"wait": timedelta(hours=1)}, "wait"),
    ],
)
def test_what_can_not_be_is_refused_with_a_sentence(engine: Engine, asked: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        engine.fetch_jobs(**{"worker": "one", "types": ["work"]} | asked)
    assert list(refused.value.errors) == [field]


def test_listeners_are_jobs_as_all_others_one_after_the_other(engine: Engine) -> None:
    listeners = "".join(
        f'<zeebe:executionListener eventType="{when}" type="{type}" retries="1"/>'
        for when, type in (("end", "tidy"), ("start", "ask"), ("start", "tell"))
    )
    extensions = f"<zeebe:executionListeners>{listeners}</zeebe:executionListeners>"
    listened = f'<serviceTask id="work"><extensionElements>{extensions}</extensionElements></serviceTask>'
    engine.deploy({"l.bpmn": diagram("listened", chain(listened))}, actor="owner")
    instance_id = engine.start("listened", actor="anna")

    told = []
    while jobs := engine.fetch_jobs("invoices", ["ask", "tell", "tidy"], lease=MINUTE):
        (job,) = jobs
        told.append((job.type, job.element_id, dict(job.variables)))
        engine.complete_job(job.instance_id, job.key, {job.type: True}, lock=job.lock, actor="invoices")

    assert told == [("ask", "work", {}), ("tell", "work", {"ask": True}), ("tidy", "work", {"ask": True, "tell": True})]
    assert status(engine, instance_id) == "completed"
    assert_sound(engine, instance_id)
