"""What an operator watches is counted by state, and no further than somebody waits for."""

from datetime import timedelta

from engine.engine import Engine
from engine.store import watching
from engine.store.watching import JobCounts
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import chain, diagram, job


def office(jobs: int) -> tuple[Engine, FakeClock]:
    clock = FakeClock()
    engine = engine_on("sqlite://", clock)
    engine.deploy({"a.bpmn": diagram("works", chain(job()))}, actor="olli")
    for _ in range(jobs):
        engine.start("works", actor="anna")
    return engine, clock


def test_jobs_are_counted_by_what_they_wait_for() -> None:
    engine, clock = office(5)
    _, failed, stopped = engine.fetch_jobs("robot", ["work"], limit=3)
    engine.fail_job(failed.instance_id, failed.key, "It rains.", retries=1, lock=failed.lock)
    engine.fail_job(stopped.instance_id, stopped.key, "It snows.", retries=0, lock=stopped.lock)

    counts = watching.job_counts(engine.database, clock.now())

    assert counts == JobCounts(waiting=2, running=1, failed=1, stopped=1, complete=True)
    clock.advance(timedelta(days=1))
    assert watching.job_counts(engine.database, clock.now()).running == 0


def test_counting_stops_where_it_is_enough_to_know_that_there_are_very_many() -> None:
    engine, clock = office(5)
    counts = watching.job_counts(engine.database, clock.now(), most=3)
    assert (counts.waiting, counts.complete) == (3, False)
