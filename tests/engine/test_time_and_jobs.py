"""Timers fire when they are due, once; jobs are answered in the transaction that does their work."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from engine.engine import Engine
from engine.errors import NotFound
from engine.kernel.commands import CompleteJob, ThrowJobError
from engine.store import Session, instances, tables
from engine.testing import FakeClock
from tests.engine.diagrams import chain, diagram, job, joined, timer, timer_start

WAITS = {"a.bpmn": diagram("waits", chain(timer("wait", "P1D")))}
WORKS = {"b.bpmn": diagram("works", chain(job(retries="2")))}


def daily(cycle: str) -> dict[str, bytes]:
    return {"d.bpmn": diagram("daily", joined([timer_start("start", cycle), '<endEvent id="end"/>']))}


def count(engine: Engine) -> int:
    return len(instances.page(engine.database, limit=1000).items)


def only_job(engine: Engine, instance_id: str) -> int:
    with engine.database.reading() as session:
        return session.execute(select(tables.Job.key).where(tables.Job.instance_id == instance_id)).scalar_one()


def test_a_timer_fires_when_it_is_due_and_not_before(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(WAITS, actor="olli")
    instance_id = engine.start("waits", actor="anna")
    clock.advance(timedelta(hours=23))
    assert engine.fire_due() == 0
    clock.advance(timedelta(hours=1))
    assert engine.fire_due() == 1
    assert instances.one(engine.database, instance_id).status == "completed"
    assert engine.fire_due() == 0


def test_a_timer_of_a_cancelled_instance_does_not_fire(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(WAITS, actor="olli")
    engine.operations.cancel(engine.start("waits", actor="anna"), "enough", actor="anna")
    clock.advance(timedelta(days=2))
    assert engine.fire_due() == 0


def test_a_limit_leaves_the_rest_for_the_next_round(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(WAITS, actor="olli")
    for _ in range(3):
        engine.start("waits", actor="anna")
    clock.advance(timedelta(days=2))
    assert [engine.fire_due(limit=2), engine.fire_due(limit=2), engine.fire_due(limit=2)] == [2, 1, 0]


def test_a_timer_start_event_starts_instances_as_often_as_it_says(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(daily("R2/P1D"), actor="olli")
    assert engine.fire_due() == 0
    for expected in (1, 2, 2):
        clock.advance(timedelta(days=1))
        engine.fire_due()
        assert count(engine) == expected


def test_a_cycle_does_not_drift_and_makes_up_once_for_what_it_missed(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(daily("R/P1D"), actor="olli")
    clock.advance(timedelta(days=10, hours=5))
    assert engine.fire_due() == 1
    clock.advance(timedelta(hours=18))
    assert engine.fire_due() == 0
    clock.advance(timedelta(hours=1))
    assert engine.fire_due() == 1


def test_a_new_version_replaces_the_timer_start_of_the_old_one(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(daily("R/P1D"), actor="olli")
    engine.deploy(daily("R/P7D"), actor="olli")
    clock.advance(timedelta(days=1))
    assert engine.fire_due() == 0
    clock.advance(timedelta(days=6))
    assert engine.fire_due() == 1
    assert instances.page(engine.database).items[0].definition == "daily:2"


def test_a_handler_writes_in_the_transaction_that_completes_its_job(engine: Engine) -> None:
    engine.deploy(WORKS, actor="olli")
    instance_id = engine.start("works", {"a": 1}, actor="anna")
    key = only_job(engine, instance_id)

    def work(session: Session, variables: dict[str, Any]) -> CompleteJob:
        session.execute(insert(tables.File).values(checksum="from the handler", content=b""))
        return CompleteJob(key, {"b": variables["a"] + 1, "when": timedelta(days=2)})

    assert engine.do_job(instance_id, key, work)
    assert not engine.do_job(instance_id, key, work)
    assert instances.variables(engine.database, instance_id) == {"a": 1, "b": 2, "when": {"@": "P2D"}}
    with engine.database.reading() as session:
        assert session.execute(select(tables.File.checksum).where(tables.File.content == b"")).scalars().all() == [
            "from the handler"
        ]


def test_what_a_failing_handler_wrote_is_not_kept(engine: Engine) -> None:
    engine.deploy(WORKS, actor="olli")
    instance_id = engine.start("works", actor="anna")
    key = only_job(engine, instance_id)

    def work(session: Session, _variables: dict[str, Any]) -> CompleteJob:
        session.execute(insert(tables.File).values(checksum="half", content=b""))
        raise ConnectionError("the mail server is away")

    with pytest.raises(ConnectionError):
        engine.do_job(instance_id, key, work)
    with engine.database.reading() as session:
        assert session.get(tables.File, "half") is None
    assert only_job(engine, instance_id) == key


def test_a_failed_job_waits_and_then_becomes_an_incident_that_can_be_resolved(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(WORKS, actor="olli")
    instance_id = engine.start("works", actor="anna")
    key = only_job(engine, instance_id)
    later = clock.now() + timedelta(minutes=5)
    engine.fail_job(instance_id, key, "The server is away.", retries=1, retry_at=later)
    with engine.database.reading() as session:
        job = session.get(tables.Job, (instance_id, key))
        assert job is not None
        assert (job.retries, job.run_at, job.sentence) == (1, later, "The server is away.")
    engine.fail_job(instance_id, key, "The server is still away.", retries=0)
    with engine.database.reading() as session:
        incident = session.execute(select(tables.Incident)).scalar_one()
        assert (incident.element_id, incident.sentence) == ("work", "The server is still away.")
    engine.operations.retry(instance_id, incident.key, "mended", actor="admin", retries=3)
    with engine.database.reading() as session:
        job = session.get(tables.Job, (instance_id, key))
        assert job is not None
        assert (job.retries, job.run_at) == (3, clock.now())
    engine.complete_job(instance_id, key, {"done": True})
    assert instances.one(engine.database, instance_id).status == "completed"


def test_an_error_that_nothing_catches_is_an_incident(engine: Engine) -> None:
    engine.deploy(WORKS, actor="olli")
    instance_id = engine.start("works", actor="anna")
    key = only_job(engine, instance_id)
    engine.do_job(instance_id, key, lambda _session, _variables: ThrowJobError(key, "not-found"))
    with engine.database.reading() as session:
        assert "not-found" in session.execute(select(tables.Incident.sentence)).scalar_one()


def test_an_open_job_tells_what_it_sees(engine: Engine) -> None:
    engine.deploy(WORKS, actor="olli")
    instance_id = engine.start("works", {"a": 1}, actor="anna")
    key = only_job(engine, instance_id)
    assert engine.job_variables(instance_id, key) == {"a": 1}
    engine.complete_job(instance_id, key)
    with pytest.raises(NotFound):
        engine.job_variables(instance_id, key)


def test_run_until_idle_says_how_much_it_did(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(WAITS, actor="olli")
    engine.start("waits", actor="anna")
    assert engine.run_until_idle() == 0
    clock.advance(timedelta(days=1))
    assert engine.run_until_idle() == 1
