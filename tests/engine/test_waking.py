"""Workers look for jobs after a command that may have left one, and let all others pass."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from engine.engine import Engine
from engine.store import instances
from engine.testing import engine_on
from tests.engine.diagrams import chain, diagram, job, message, message_event, user_task

FILES = {
    "a.bpmn": diagram("tasks", chain(user_task("one"), user_task("two"))),
    "b.bpmn": diagram("job-later", chain(user_task("one"), job())),
    "c.bpmn": diagram(
        "job-after-message",
        chain(message_event("intermediateCatchEvent", "catch", "m"), job()),
        beside=message("m", "paid", "=invoice"),
    ),
}


@dataclass
class Woken:
    """The program around an engine, as far as it is told of commands."""

    jobs: list[bool] = field(default_factory=list)

    def wake(self, due: datetime | None = None, *, jobs: bool = True) -> None:
        self.jobs.append(jobs)

    def clock_runs(self) -> bool:
        return True

    def pending_migrations(self) -> tuple[str, ...]:
        return ()

    def since(self) -> bool:
        """Whether workers were woken since the last time that this was asked."""
        found, self.jobs = any(self.jobs), []
        return found


@pytest.fixture
def engine() -> Engine:
    found = engine_on("sqlite://")
    found.deploy(FILES, actor="olli")
    return found


def key(engine: Engine, instance_id: str) -> int:
    (found,) = instances.state(engine.database, instance_id).waits
    return found


def test_a_command_that_leaves_no_job_wakes_nobody(engine: Engine) -> None:
    engine.watch = woken = Woken()
    rung = engine.bell.rung

    instance_id = engine.start("tasks", actor="anna")
    engine.complete(instance_id, key(engine, instance_id), actor="anna")

    assert not woken.since()
    assert engine.bell.rung == rung


def test_every_command_after_which_a_job_may_be_tried_wakes_the_workers(engine: Engine) -> None:
    engine.watch = woken = Woken()
    instance_id = engine.start("job-later", actor="anna")
    assert not woken.since()

    engine.complete(instance_id, key(engine, instance_id), actor="anna")
    assert woken.since(), "a job was made"

    engine.fail_job(instance_id, key(engine, instance_id), "no", retries=1)
    assert woken.since(), "it may be tried again"

    engine.fail_job(instance_id, key(engine, instance_id), "no", retries=0)
    (incident,) = instances.state(engine.database, instance_id).incidents
    woken.since()
    engine.operations.retry(instance_id, incident, "mended", actor="anna")
    assert woken.since(), "its incident was resolved"

    engine.operations.suspend(instance_id, "wait", actor="anna")
    assert not woken.since()
    engine.operations.resume(instance_id, "go on", actor="anna")
    assert woken.since(), "its instance goes on"


def test_a_message_that_leads_to_a_job_wakes_the_workers_and_who_waits_for_one(engine: Engine) -> None:
    engine.watch = woken = Woken()
    engine.start("job-after-message", {"invoice": "1"}, actor="anna")
    woken.since()
    rung = engine.bell.rung

    engine.publish("paid", "1", actor="bank")

    assert woken.since()
    assert engine.bell.rung > rung
