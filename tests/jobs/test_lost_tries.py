"""A try whose worker never answers is used up: a job that kills whoever does it ends in an incident."""

from datetime import timedelta

import pytest

from engine.history import timeline
from engine.jobs import Job
from engine.jobs.run import Jobs
from engine.store import instances, jobs, nodes
from engine.store.nodes import SILENCE, NodeRow
from engine.testing import assert_sound
from tests.engine.diagrams import chain, diagram
from tests.jobs.conftest import Office

MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """What no worker survives."""


def kill(_job: Job) -> None:
    raise Killed


def tries(office: Office, instance_id: str) -> list[tuple[int, str]]:
    """The retries that were left after each failure, and why it failed."""
    found = timeline(office.engine.database, instance_id)
    return [(fact.data["retries"], fact.data["sentence"]) for fact in found if fact.kind == "JobFailed"]


def assert_incident(office: Office, instance_id: str, who: str) -> None:
    (incident,) = instances.state(office.engine.database, instance_id).incidents.values()
    assert incident.sentence.startswith(f"{who} had the job until 2")
    assert "never said how it ended" in incident.sentence
    assert_sound(office.engine, instance_id)


@pytest.mark.parametrize("leaves_machine", [False, True], ids=["inside", "outside the transaction"])
def test_a_job_that_kills_the_program_stops_with_an_incident(office: Office, leaves_machine: bool) -> None:
    office.on("work", kill, leaves_machine=leaves_machine)
    id = office.start()

    for left in (2, 1, 0):
        with pytest.raises(Killed):
            office.engine.run_jobs()
        assert office.engine.run_jobs() == 0, "its lease has not ended"
        office.clock.advance(MINUTE)
        assert office.engine.deliver_messages() == 1, "the clock notices"
        assert tries(office, id)[-1][0] == left

    assert_incident(office, id, "A worker of the program")
    assert office.engine.run_until_idle() == 0


def test_a_job_that_the_queue_told_of_and_that_kills_its_worker_stops_with_an_incident(office: Office) -> None:
    office.on("work", kill)
    id = office.start()
    runner = office.engine.jobs
    assert isinstance(runner, Jobs)
    (key,) = instances.state(office.engine.database, id).waits

    for _ in range(3):
        with pytest.raises(Killed):
            runner.run_one(office.engine, id, key)
        office.clock.advance(MINUTE)
        assert office.engine.end_lost_tries() == 1

    assert_incident(office, id, "A worker of the program")
    assert not runner.run_one(office.engine, id, key)


def test_a_job_that_outside_workers_never_answer_for_stops_with_an_incident(office: Office) -> None:
    id = office.start()

    for left in (3, 2, 1):
        (found,) = office.engine.fetch_jobs("robot", ["work"], lease=MINUTE)
        assert found.retries == left
        office.clock.advance(MINUTE)

    assert office.engine.fetch_jobs("robot", ["work"], lease=MINUTE) == ()
    assert_incident(office, id, "The worker robot")


def test_what_the_diagram_says_of_pauses_holds_after_a_lost_try_too(office: Office) -> None:
    patient = (
        '<serviceTask id="work"><extensionElements><zeebe:taskDefinition type="work" retries="2"/>'
        '<zeebe:taskHeaders><zeebe:header key="retryBackoff" value="PT5M"/></zeebe:taskHeaders>'
        "</extensionElements></serviceTask>"
    )
    office.engine.deploy({"patient.bpmn": diagram("patient", chain(patient))}, actor="owner")
    office.engine.start("patient", actor="anna")
    assert len(office.engine.fetch_jobs("robot", ["work"], lease=MINUTE)) == 1
    office.clock.advance(MINUTE)

    assert office.engine.fetch_jobs("robot", ["work"]) == ()
    office.clock.advance(5 * MINUTE)
    assert len(office.engine.fetch_jobs("robot", ["work"])) == 1


def test_only_the_job_that_had_begun_loses_a_try(office: Office) -> None:
    ids = [office.start() for _ in range(3)]
    begun: list[str] = []

    def note_and_die(job: Job) -> None:
        begun.append(job.instance_id)
        raise Killed

    office.on("work", note_and_die)
    with pytest.raises(Killed):
        office.engine.run_jobs()
    office.clock.advance(MINUTE)

    assert office.engine.end_lost_tries() == 1
    assert [id for id in ids if tries(office, id)] == begun
    office.on("work", lambda _job: None)
    assert office.engine.run_jobs() == 3


def test_an_answer_in_time_or_an_extended_lock_uses_no_try(office: Office) -> None:
    first, second = office.start(), office.start()
    for found in office.engine.fetch_jobs("robot", ["work"], lease=MINUTE, limit=2):
        if found.instance_id == first:
            office.engine.complete_job(first, found.key, lock=found.lock)
        else:
            office.engine.extend_job(second, found.key, found.lock, 2 * MINUTE)
    office.clock.advance(MINUTE)

    assert office.engine.end_lost_tries() == 0
    assert (tries(office, first), tries(office, second)) == ([], [])


def test_a_job_behind_a_slow_one_has_its_whole_lease_when_its_turn_comes(office: Office) -> None:
    ids = [office.start() for _ in range(4)]
    done: list[str] = []

    def take_most_of_a_lease(job: Job) -> None:
        office.clock.advance(timedelta(seconds=50))
        assert office.engine.end_lost_tries() == 0
        done.append(job.instance_id)

    office.on("work", take_most_of_a_lease, leaves_machine=True)
    office.engine.run_jobs(limit=4)
    office.engine.run_jobs(limit=4)

    assert sorted(done) == sorted(ids)
    assert all(instances.one(office.engine.database, id).status == "completed" for id in ids)


def test_the_jobs_of_a_dead_process_lose_their_try_before_the_lease_ends(office: Office) -> None:
    id = office.start()
    dead = NodeRow("dead", ("jobs",), "machine", 1, "1", office.clock.now(), office.clock.now())
    nodes.beat(office.engine.database, dead, office.clock.now())
    week = {"work": timedelta(days=7)}
    jobs.claim(office.engine.database, "dead:1", week, office.clock.now(), 1)
    office.clock.advance(SILENCE)

    assert office.engine.end_lost_tries() == 0
    nodes.beat(office.engine.database, NodeRow("alive", (), "", 2, "1", *[office.clock.now()] * 2), office.clock.now())
    assert office.engine.end_lost_tries() == 1
    assert [left for left, _ in tries(office, id)] == [2]


def test_a_lost_try_in_a_suspended_instance_waits_until_it_is_resumed(office: Office) -> None:
    id = office.start()
    assert len(office.engine.fetch_jobs("robot", ["work"], lease=MINUTE)) == 1
    office.engine.operations.suspend(id, "a question", actor="otto")
    office.clock.advance(MINUTE)
    assert office.engine.end_lost_tries() == 0

    office.engine.operations.resume(id, "answered", actor="otto")
    assert office.engine.end_lost_tries() == 1
