"""A job is done exactly once in its own transaction, tried again when it fails, and never lost."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from sqlalchemy import event, text

from engine.errors import Refused
from engine.history import facts, timeline
from engine.history.questions import Filters
from engine.jobs import BpmnError, Job
from engine.kernel.state import Incident
from engine.store import instances, jobs
from engine.store.job_terms import LONGEST_PAUSE, SHORTEST_PAUSE, pause
from engine.testing import assert_sound, engine_on
from tests.engine.diagrams import HEAD
from tests.jobs.conftest import Office


def fail(_job: Job) -> None:
    raise RuntimeError("The register does not answer.")


def kinds(office: Office, instance_id: str) -> list[str]:
    return [fact.kind for fact in timeline(office.engine.database, instance_id)]


def incidents(office: Office, instance_id: str) -> list[Incident]:
    return list(instances.state(office.engine.database, instance_id).incidents.values())


def test_the_handler_is_told_about_its_job_and_its_result_goes_on(office: Office) -> None:
    told: list[Job] = []

    def add(job: Job) -> dict[str, object]:
        told.append(job)
        return {"sum": job.variables["a"] + 1}

    office.on("work", add)
    instance_id = office.start(a=41)

    assert office.engine.run_jobs() == 1

    (job,) = told
    assert (job.instance_id, job.type, job.business_key, job.actor) == (instance_id, "work", "1234567-1", "anna")
    assert (job.element_id, job.process_id, job.retries, job.now) == ("work", "errand", 3, office.clock.now())
    assert instances.one(office.engine.database, instance_id).status == "completed"
    assert instances.variables(office.engine.database, instance_id) == {"a": 41, "sum": 42}
    assert_sound(office.engine, instance_id)


def test_what_the_handler_writes_is_kept_with_the_completion_or_not_at_all(office: Office) -> None:
    with office.engine.database.writing() as session:
        session.execute(text("CREATE TABLE register (name TEXT)"))
    broken = [True]

    def write(job: Job) -> None:
        assert job.session is not None
        job.session.execute(text("INSERT INTO register VALUES ('customer')"))
        if broken:
            broken.pop()
            raise RuntimeError("Half way.")

    office.on("work", write)
    instance_id = office.start()
    office.engine.run_jobs()
    office.clock.advance(SHORTEST_PAUSE)
    office.engine.run_jobs()

    with office.engine.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM register")).scalar_one() == 1
    assert kinds(office, instance_id).count("JobFailed") == 1
    assert instances.one(office.engine.database, instance_id).status == "completed"


def test_a_failing_job_is_tried_again_after_ever_longer_pauses_and_then_raises_an_incident(office: Office) -> None:
    office.on("work", fail)
    instance_id = office.start()

    waited = []
    while not incidents(office, instance_id):
        if office.engine.run_jobs():
            waited.append(office.clock.now())
        office.clock.advance(timedelta(seconds=1))

    pauses = [later - earlier for earlier, later in pairwise(waited)]
    assert pauses == [timedelta(seconds=10), timedelta(seconds=10)]
    (incident,) = incidents(office, instance_id)
    assert incident.sentence == "RuntimeError: The register does not answer."
    assert office.engine.run_jobs() == 0
    assert_sound(office.engine, instance_id)


def test_an_incident_that_is_resolved_runs_the_job_again(office: Office) -> None:
    office.on("work", fail)
    instance_id = office.start()
    for _ in range(3):
        office.engine.run_jobs()
        office.clock.advance(LONGEST_PAUSE)
    (key,) = instances.state(office.engine.database, instance_id).incidents
    office.on("work", lambda _job: None)

    office.engine.operations.retry(instance_id, key, "mended", actor="admin")
    office.engine.run_jobs()

    assert instances.one(office.engine.database, instance_id).status == "completed"


def test_pauses_double_between_their_bounds() -> None:
    ages = [timedelta(0), timedelta(seconds=30), timedelta(minutes=5), timedelta(days=2)]

    assert [pause(age) for age in ages] == [SHORTEST_PAUSE, ages[1], ages[2], LONGEST_PAUSE]


def test_an_error_of_ones_own_is_told_as_it_is(office: Office) -> None:
    def refuse(_job: Job) -> None:
        raise Refused("The customer has ended.")

    office.on("work", refuse)
    instance_id = office.start()
    office.engine.run_jobs()

    (failed,) = facts(office.engine.database, Filters(instance_id=instance_id, kind="JobFailed")).items
    assert failed.data["sentence"] == "The customer has ended."


def test_a_result_that_is_no_value_is_a_failed_try(office: Office) -> None:
    office.on("work", lambda _job: {"what": object()})
    instance_id = office.start()
    office.engine.run_jobs()

    (failed,) = facts(office.engine.database, Filters(instance_id=instance_id, kind="JobFailed")).items
    assert "object" in failed.data["sentence"]


def test_a_business_error_takes_the_path_of_the_event_that_catches_it(office: Office) -> None:
    caught = (
        '<error id="no" errorCode="NO"/><process id="asking" isExecutable="true"><startEvent id="start"/>'
        '<serviceTask id="ask"><extensionElements><zeebe:taskDefinition type="ask"/></extensionElements></serviceTask>'
        '<boundaryEvent id="refused" attachedToRef="ask"><errorEventDefinition id="d" errorRef="no"/></boundaryEvent>'
        '<endEvent id="granted"/><endEvent id="denied"/>'
        '<sequenceFlow id="a" sourceRef="start" targetRef="ask"/>'
        '<sequenceFlow id="b" sourceRef="ask" targetRef="granted"/>'
        '<sequenceFlow id="c" sourceRef="refused" targetRef="denied"/></process>'
    )
    office.engine.deploy({"asking.bpmn": f"{HEAD}{caught}</definitions>".encode()}, actor="owner")

    def ask(_job: Job) -> None:
        raise BpmnError("NO", "They said no.", {"why": "no money"})

    office.on("ask", ask)
    instance_id = office.engine.start("asking", actor="anna")
    office.engine.run_jobs()

    done = [
        fact.element_id for fact in timeline(office.engine.database, instance_id) if fact.kind == "ElementCompleted"
    ]
    assert "denied" in done
    assert "granted" not in done
    assert_sound(office.engine, instance_id)


def test_a_handler_that_leaves_the_machine_runs_outside_of_transactions(office: Office) -> None:
    def mail(job: Job) -> dict[str, object]:
        assert job.session is None
        with office.engine.database.writing():  # nothing is held that this would have to wait for
            return {"sent": job.variables["to"]}

    office.on("work", mail, leaves_machine=True)
    instance_id = office.start(to="kaarlo@asiakas.example")
    office.engine.run_jobs()

    assert instances.variables(office.engine.database, instance_id)["sent"] == "kaarlo@asiakas.example"


def test_a_job_whose_instance_was_cancelled_meanwhile_ends_quietly(office: Office) -> None:
    def slow(job: Job) -> dict[str, object]:
        office.engine.operations.cancel(job.instance_id, "not needed", actor="admin")
        return {"late": True}

    office.on("work", slow, leaves_machine=True)
    instance_id = office.start()

    assert office.engine.run_jobs() == 1
    assert instances.one(office.engine.database, instance_id).status == "terminated"
    assert_sound(office.engine, instance_id)


def test_a_type_without_a_handler_waits_and_holds_no_other_up(office: Office) -> None:
    office.on("something-else", lambda _job: None)
    instance_id = office.start()

    assert office.engine.run_jobs() == 0

    office.on("work", lambda _job: None)
    assert office.engine.run_jobs() == 1
    assert instances.one(office.engine.database, instance_id).status == "completed"


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends(office: Office) -> None:
    office.start()
    database, leases = office.engine.database, {"work": timedelta(minutes=1)}

    (first,) = jobs.claim(database, "one", leases, office.clock.now(), 10)

    assert office.engine.end_lost_tries() == 0
    assert jobs.claim(database, "other", leases, office.clock.now(), 10) == ()
    office.clock.advance(timedelta(minutes=1))
    assert office.engine.end_lost_tries() == 1
    (second,) = jobs.claim(database, "other", leases, office.clock.now(), 10)
    assert replace(second, retries=first.retries) == first
    with database.reading() as session:
        assert not jobs.holds(session, "one", first.instance_id, first.key)
        assert jobs.holds(session, "other", first.instance_id, first.key)


def test_a_worker_that_was_too_slow_does_not_complete_what_another_took_over(office: Office) -> None:
    written = []

    def dawdle(job: Job) -> None:
        office.clock.advance(timedelta(minutes=2))
        office.engine.end_lost_tries()
        jobs.claim(office.engine.database, "another worker", {"work": timedelta(minutes=1)}, office.clock.now(), 10)
        written.append(job.key)

    office.on("work", dawdle, leaves_machine=True)
    instance_id = office.start()
    office.engine.run_jobs(limit=1)

    assert written
    assert instances.one(office.engine.database, instance_id).status == "active"
    assert kinds(office, instance_id).count("JobFailed") == 1, "the try that was lost, and not the late answer"


def test_what_is_given_back_is_there_for_others_at_once(office: Office) -> None:
    office.start()
    database, leases = office.engine.database, {"work": timedelta(minutes=1)}
    jobs.claim(database, "one", leases, office.clock.now(), 10)

    jobs.give_back(database, "one")

    assert len(jobs.claim(database, "other", leases, office.clock.now(), 10)) == 1


def test_a_worker_that_is_asked_to_stop_finishes_its_job_and_gives_back_the_rest(office: Office) -> None:
    runner = office.engine.jobs
    assert runner is not None

    def stop(_job: Job) -> None:
        runner.stopping.set()  # type: ignore[attr-defined]

    office.on("work", stop)
    ids = [office.start() for _ in range(3)]

    assert office.engine.run_jobs() == 1

    database = office.engine.database
    assert [instances.one(database, id).status for id in ids].count("completed") == 1
    assert len(jobs.claim(database, "other", {"work": timedelta(minutes=1)}, office.clock.now(), 10)) == 2


@pytest.mark.parametrize("store_url", ["sqlite in memory"], indirect=True)
def test_jobs_of_several_instances_share_a_transaction_and_one_that_fails_fails_alone(office: Office) -> None:
    ids = [office.start(number=number) for number in range(4)]
    with office.engine.database.writing() as session:
        session.execute(text("CREATE TABLE register (number INTEGER)"))

    def write(job: Job) -> None:
        assert job.session is not None
        number = int(job.variables["number"])
        job.session.execute(text("INSERT INTO register VALUES (:number)"), {"number": number})
        if number == 2:
            raise RuntimeError("The register does not answer.")

    office.on("work", write)
    assert office.engine.run_jobs(limit=4) == 4

    database = office.engine.database
    assert [instances.one(database, one).status for one in ids] == ["completed", "completed", "active", "completed"]
    assert kinds(office, ids[2]).count("JobFailed") == 1
    with database.reading() as session:
        assert session.execute(text("SELECT number FROM register ORDER BY number")).scalars().all() == [0, 1, 3]
    for one in ids:
        assert_sound(office.engine, one)


@pytest.mark.parametrize("store_url", ["sqlite in memory"], indirect=True)
def test_many_jobs_take_fewer_commits_than_jobs(office: Office) -> None:
    office.on("work", lambda _job: None)
    for _ in range(10):
        office.start()
    commits: list[object] = []

    @event.listens_for(office.engine.database.engine, "commit")
    def count(connection: object) -> None:
        commits.append(connection)

    assert office.engine.run_jobs() == 10
    assert len(commits) < 10


@pytest.mark.parametrize("store_url", ["sqlite file", "postgresql"], indirect=True)
def test_several_workers_do_each_job_once(office: Office, store_url: str) -> None:
    done: list[str] = []
    office.on("work", lambda job: done.append(job.instance_id))
    ids = [office.start() for _ in range(40)]
    others = [engine_on(store_url, office.clock, jobs=office.engine.jobs) for _ in range(3)]
    ready = Barrier(len(others))

    def work(engine: object) -> None:
        ready.wait()
        while engine.run_jobs(limit=5):  # type: ignore[attr-defined]
            pass

    threads = [Thread(target=work, args=(engine,)) for engine in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == sorted(ids)
    for engine in others:
        engine.database.close()
    for id in ids:
        assert instances.one(office.engine.database, id).status == "completed"
