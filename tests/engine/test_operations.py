"""Operators' commands on every database: nothing moves while suspended, plans change nothing, batches fail singly."""

from datetime import timedelta

import pytest

from engine import history
from engine.engine import Engine
from engine.errors import Impossible, Invalid, Suspended
from engine.operations import Move, StartBefore
from engine.starting import Start
from engine.store import instances, timers, work_items
from engine.store.incidents import page as incidents
from engine.testing import FakeClock, assert_sound
from tests.engine.diagrams import chain, diagram, job
from tests.engine.test_statements import counted, plain

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="here">'
    '<message id="m" name="answer"><extensionElements><zeebe:subscription correlationKey="=k"/></extensionElements>'
    "</message>"
)


def drawn(first: str = "first") -> dict[str, bytes]:
    """A task that may be late, then a wait for an answer."""
    return {
        "p.bpmn": f"""{HEAD}<process id="p" isExecutable="true">
        <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="{first}"/>
        <userTask id="{first}" name="Do it"/><sequenceFlow id="f2" sourceRef="{first}" targetRef="wait"/>
        <boundaryEvent id="late" attachedToRef="{first}" cancelActivity="false"><timerEventDefinition>
        <timeCycle xsi:type="tFormalExpression">R/PT1H</timeCycle></timerEventDefinition></boundaryEvent>
        <sequenceFlow id="f4" sourceRef="late" targetRef="reminded"/><endEvent id="reminded"/>
        <intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
        <sequenceFlow id="f3" sourceRef="wait" targetRef="e"/><endEvent id="e"/></process></definitions>""".encode()
    }


@pytest.fixture
def started(engine: Engine) -> str:
    engine.deploy(drawn(), actor="otso")
    return engine.start("p", {"k": "7"}, actor="aino")


def kinds(engine: Engine, instance_id: str) -> list[str]:
    return [fact.kind for fact in history.timeline(engine.database, instance_id)]


def test_a_suspended_instance_gets_nothing_until_it_is_resumed(engine: Engine, clock: FakeClock, started: str) -> None:
    (item,) = work_items.page(engine.database, scope="all").items
    engine.operations.suspend(started, "on leave", actor="yrjo")
    clock.advance(timedelta(hours=3, minutes=30))
    with engine.database.reading() as session:
        assert not timers.any_due(session, engine.now())
    assert engine.run_until_idle() == 0
    with pytest.raises(Suspended):
        engine.complete(started, item.key, actor="aino")
    assert instances.one(engine.database, started).status == "suspended"
    assert instances.one(engine.database, started).ended_at is None

    engine.operations.resume(started, "back again", actor="yrjo")
    engine.run_until_idle()

    assert kinds(engine, started).count("TimerFired") == 1
    (told,) = [f for f in history.timeline(engine.database, started) if f.kind == "InstanceSuspended"]
    assert (told.actor, told.data["reason"]) == ("yrjo", "on leave")


def test_a_message_for_a_suspended_instance_is_kept_beyond_its_time_to_live(
    engine: Engine, clock: FakeClock, started: str
) -> None:
    (item,) = work_items.page(engine.database, scope="all").items
    engine.complete(started, item.key, actor="aino")
    engine.operations.suspend(started, "on leave", actor="yrjo")
    engine.publish("answer", "7", actor="system", time_to_live=timedelta(hours=1))
    clock.advance(timedelta(days=3))
    engine.run_until_idle()
    assert instances.one(engine.database, started).status == "suspended"

    engine.operations.resume(started, "back", actor="yrjo")

    assert instances.one(engine.database, started).status == "completed"


def test_a_reason_is_needed_and_a_request_is_carried_out_once(engine: Engine, started: str) -> None:
    for command in (engine.operations.suspend, engine.operations.resume, engine.operations.cancel):
        with pytest.raises(Invalid, match="Say why"):
            command(started, "  ", actor="yrjo")
    for _ in range(2):
        engine.operations.suspend(started, "look", actor="yrjo", request_id="r1")
    assert kinds(engine, started).count("InstanceSuspended") == 1


def test_a_modification_is_planned_without_changing_anything(engine: Engine, started: str) -> None:
    before = kinds(engine, started)
    (alive,) = instances.active_elements(engine.database, started)
    instructions = [Move(alive.key, "wait", {"k": "8"})]

    plan = engine.operations.plan_modification(started, instructions)
    assert plan.possible
    assert str(plan.remarks[-1]) == "“Do it” (first) ends, and what is alive inside it. No token goes on from it."
    assert "MessageSubscribed" in {type(fact).__name__ for fact in plan.facts}
    assert kinds(engine, started) == before

    engine.operations.modify(started, instructions, "he answered already", actor="yrjo")
    engine.publish("answer", "8", actor="system")
    assert instances.one(engine.database, started).status == "completed"
    other = engine.start("p", {"k": "9"}, actor="aino")
    with pytest.raises(Impossible, match="nowhere"):
        engine.operations.modify(other, [StartBefore("nowhere")], "try", actor="yrjo")


def test_instances_are_migrated_each_alone_and_history_and_path_follow(engine: Engine, started: str) -> None:
    moved_on = engine.start("p", {"k": "8"}, actor="aino")
    item = next(item for item in work_items.page(engine.database, scope="all").items if item.instance_id == moved_on)
    engine.complete(moved_on, item.key, actor="aino")
    gone = engine.start("p", {"k": "9"}, actor="aino")
    engine.operations.cancel(gone, "not needed", actor="aino")
    engine.deploy(drawn("renamed"), actor="otso")
    assert not engine.operations.plan_migration(started, "p:1", "p:2").possible

    outcomes = engine.operations.migrate_all(
        [started, moved_on, gone], "p:1", "p:2", "new form", actor="yrjo", mapping={"first": "renamed"}
    )

    assert [outcome.done for outcome in outcomes] == [True, True, False]
    assert "terminated" in outcomes[2].sentence
    row = instances.one(engine.database, started)
    assert (row.definition, row.version) == ("p:2", 2)
    (item,) = work_items.page(engine.database, scope="all").items
    assert (item.definition, item.element_id) == ("p:2", "renamed")
    path = history.path(engine.database, started)
    assert (path.definition, path.visited["renamed"], set(path.active)) == ("p:2", 1, {"renamed"})
    assert history.called(engine.database, started)[0].definition == "p:2"
    assert {f.definition for f in history.timeline(engine.database, started)} == {"p:1", "p:2"}
    engine.complete(started, item.key, actor="aino")
    engine.publish("answer", "7", actor="system")
    assert instances.one(engine.database, started).status == "completed"


def test_the_past_can_be_looked_at_and_compared(engine: Engine, clock: FakeClock, started: str) -> None:
    then = history.moment(engine.database, started)
    clock.advance(timedelta(minutes=5))
    engine.operations.set_variables(started, {"k": "8"}, "it was a slip", actor="yrjo")

    now = history.moment(engine.database, started)
    assert history.moment(engine.database, started, at=then.at).fact == then.fact
    assert history.moment(engine.database, started, fact=then.fact).state == then.state
    assert history.difference(then.state, now.state) == (
        history.Change(history.Place("variable", "p", 1, "k"), "7", "8", definition="p:1"),
    )


def test_an_incident_is_repaired_and_many_are_retried(engine: Engine) -> None:
    engine.deploy(drawn(), actor="otso")
    stopped = [engine.start("p", {}, actor="aino") for _ in range(2)]
    for item in work_items.page(engine.database, scope="all").items:
        engine.complete(item.instance_id, item.key, actor="aino")
    found = {row.instance_id: row.key for row in incidents(engine.database).items}
    assert set(found) == set(stopped)

    engine.operations.retry(stopped[0], found[stopped[0]], "the key was missing", actor="yrjo", variables={"k": "1"})
    outcomes = engine.operations.retry_all([*found.items(), (stopped[0], 99)], "again", actor="yrjo")

    assert [row.instance_id for row in incidents(engine.database).items] == [stopped[1]]
    assert [outcome.done for outcome in outcomes].count(False) == 2
    resolved = [f for f in history.timeline(engine.database, stopped[0]) if f.kind == "IncidentResolved"]
    assert resolved[-1].data["reason"] == "the key was missing"


def stopped_jobs(engine: Engine, count: int) -> list[tuple[str, int]]:
    engine.deploy({"j.bpmn": diagram("works", chain(job(retries="1")))}, actor="otso")
    engine.start_many([Start(process_id="works")] * count, actor="aino")
    for one in engine.fetch_jobs("robot", ["work"], limit=count):
        engine.fail_job(one.instance_id, one.key, "The bank does not answer.", retries=0)
    return [(row.instance_id, row.key) for row in incidents(engine.database, limit=count).items]


def test_many_incidents_are_retried_in_the_statements_of_two_each_for_itself(engine: Engine) -> None:
    first, second, *others = stopped_jobs(engine, 10)
    engine = plain(engine)
    with counted(engine) as two:
        engine.operations.retry_all([first, second], "it is mended", actor="yrjo")
    engine.operations.suspend(others[0][0], "wait", actor="yrjo")

    with counted(engine) as many:
        outcomes = engine.operations.retry_all([first, *others], "it is mended", actor="yrjo")

    assert (many["statements"], many["commits"]) == (two["statements"], 1)
    gone, suspended, *done = outcomes
    assert (gone.gone, gone.done, suspended.gone, suspended.done) == (True, False, False, False)
    assert len([outcome for outcome in done if outcome.done]) == 7
    assert [row.instance_id for row in incidents(engine.database).items] == [others[0][0]]
    assert_sound(engine, others[1][0])
    (resolved,) = [f for f in history.timeline(engine.database, others[1][0]) if f.kind == "IncidentResolved"]
    assert (resolved.data["reason"], resolved.actor) == ("it is mended", "yrjo")


def test_incidents_of_one_instance_are_retried_one_after_the_other(engine: Engine) -> None:
    both = '<startEvent id="s"/>' + "".join(
        f'<sequenceFlow id="{id}-in" sourceRef="s" targetRef="{id}"/>{job(id, retries="1")}' for id in ("a", "b")
    )
    engine.deploy({"b.bpmn": diagram("both", both)}, actor="otso")
    engine.start("both", actor="aino")
    for one in engine.fetch_jobs("robot", ["work"], limit=2):
        engine.fail_job(one.instance_id, one.key, "no", retries=0)
    found = [(row.instance_id, row.key) for row in incidents(engine.database).items]
    assert len(found) == 2

    outcomes = engine.operations.retry_all([*found, found[0], ("nowhere", 1)], "again", actor="yrjo")

    assert [outcome.done for outcome in outcomes] == [True, True, False]
    assert (outcomes[2].gone, outcomes[2].sentence) == (True, "There is no instance nowhere.")
    assert incidents(engine.database).items == ()
