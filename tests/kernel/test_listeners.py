"""Execution listeners: jobs before an element begins and after its work is done, each once and in their order."""

from typing import Any

import pytest

from engine.errors import Impossible
from engine.kernel import facts as f
from engine.kernel.commands import (
    CompleteJob,
    CompleteWorkItem,
    FailJob,
    MigrateInstance,
    ModifyInstance,
    ResolveIncident,
    ThrowJobError,
)
from engine.kernel.instructions import EndElement, StartBefore
from engine.kernel.state import Job, Timer, WorkItem
from engine.model.elements import (
    BoundaryEvent,
    Element,
    ExclusiveGateway,
    ServiceTask,
    SubProcess,
    UserTask,
)
from engine.model.extensions import JobDefinition, MultiInstance
from engine.model.process import Process
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, error, feel, maps, sketch, timer
from tests.reader.drawings import drawing


def job(type: str) -> JobDefinition:
    return JobDefinition(feel(type), feel("3"))


BEFORE = (job('"first"'), job('"second"'))
AFTER = (job('"third"'), job('"fourth"'))
LISTENED = a(UserTask, start_listeners=BEFORE, end_listeners=AFTER)
LATE = a(BoundaryEvent, attached_to="task", definition=timer("timeDuration", '"PT1H"'))
WRONG = a(BoundaryEvent, attached_to="task", definition=error("bad"))


def begun(process: Process, variables: dict[str, Any] | None = None) -> tuple[Simulation, Run]:
    stage = Simulation([process])
    return stage, stage.start("p", variables)


def wait_of(run: Run, kind: type) -> int:
    (key,) = (key for key, wait in run.state.waits.items() if isinstance(wait, kind))
    return key


def do_job(stage: Simulation, run: Run, **variables: Any) -> str:
    """Do the one job that is open; gives its type."""
    key = wait_of(run, Job)
    wait = run.state.waits[key]
    assert isinstance(wait, Job)
    stage.do(run, CompleteJob(key, variables))
    return wait.type


def test_the_listeners_of_a_diagram_run_one_by_one_around_the_work() -> None:
    stage, run = started("execution-listeners")
    told = [do_job(stage, run) for _ in range(3)]
    assert told == ["begun", "prepare", "tell"]

    stage.complete("task")

    assert not run.completed()[1:], "the task has not ended before its listener"
    assert do_job(stage, run) == "tidy up"
    assert run.completed() == ["start", "task", "end", "execution-listeners"]


def started(diagram: str) -> tuple[Simulation, Run]:
    stage = Simulation([drawing(diagram)])
    return stage, stage.start(diagram)


def test_listeners_see_the_inputs_and_the_work_sees_what_they_gave() -> None:
    process = sketch("s -> task -> e", task=a(UserTask, start_listeners=BEFORE, inputs=maps(asked="n + 1")))
    stage, run = begun(process, {"n": 1})
    owner = run.state.waits[wait_of(run, Job)].owner

    do_job(stage, run, found=7)
    do_job(stage, run)

    assert run.state.elements[owner].variables == {"asked": 2, "found": 7}
    assert run.variables() == {"n": 1}
    assert wait_of(run, WorkItem)


def test_what_a_listener_at_the_end_gives_goes_to_the_scope_around() -> None:
    process = sketch("s -> task -> e", task=a(UserTask, end_listeners=AFTER, outputs=maps(kept="answer")))
    stage, run = begun(process)
    stage.complete("task", {"answer": 5})
    assert run.variables() == {"kept": 5}

    do_job(stage, run, archived=True)
    do_job(stage, run)

    assert run.variables() == {"kept": 5, "archived": True}
    assert run.state.status == "completed"


def test_nothing_at_the_boundary_is_awaited_while_listeners_run() -> None:
    stage, run = begun(sketch("s -> task -> e; late -> e2", task=LISTENED, late=LATE))
    waits = [{type(wait) for wait in run.state.waits.values()}]
    for _ in range(2):
        do_job(stage, run)
    waits.append({type(wait) for wait in run.state.waits.values()})
    stage.complete("task")
    waits.append({type(wait) for wait in run.state.waits.values()})

    assert waits == [{Job}, {WorkItem, Timer}, {Job}]


def test_a_listener_that_fails_is_an_incident_and_a_retry_goes_on_with_it() -> None:
    stage, run = begun(sketch("s -> task -> e", task=LISTENED))
    do_job(stage, run)
    stage.do(run, FailJob(wait_of(run, Job), "It rains.", 0))
    (incident,) = run.state.incidents

    stage.do(run, ResolveIncident(incident, retries=1))

    assert do_job(stage, run) == "second"
    assert wait_of(run, WorkItem)
    assert [fact.type for fact in run.facts if isinstance(fact, f.JobCreated)] == ["first", "second"]


@pytest.mark.parametrize("when", ["start_listeners", "end_listeners"])
def test_a_listener_without_a_type_is_asked_again_after_the_repair_but_none_before_it(when: str) -> None:
    both = (job('"first"'), job("named"))
    stage, run = begun(sketch("s -> task -> e", task=a(ServiceTask, **{when: both})))
    do_job(stage, run)
    ((incident, open_one),) = run.state.incidents.items()
    assert "job type is empty" in open_one.sentence

    stage.do(run, ResolveIncident(incident, variables={"named": "second"}))

    assert do_job(stage, run) == "second"
    assert run.state.status == "completed"
    assert [fact.type for fact in run.facts if isinstance(fact, f.JobCreated)] == ["first", "second"]


@pytest.mark.parametrize("phase", ["start", "end"])
def test_an_error_of_a_listener_is_caught_as_one_of_the_element(phase: str) -> None:
    listened = a(ServiceTask, **{f"{phase}_listeners": BEFORE})
    stage, run = begun(sketch("s -> task -> e; wrong -> e2", task=listened, wrong=WRONG))

    stage.do(run, ThrowJobError(wait_of(run, Job), "bad"))

    assert run.completed() == ["s", "wrong", "e2", "p"]
    assert any(isinstance(fact, f.JobCancelled) for fact in run.facts)


@pytest.mark.parametrize("phase", ["start", "end"])
def test_ending_the_element_cancels_the_listeners_job(phase: str) -> None:
    stage, run = begun(sketch("s -> task -> e", task=a(ServiceTask, **{f"{phase}_listeners": BEFORE})))
    key = wait_of(run, Job)

    stage.do(run, ModifyInstance((EndElement(run.state.waits[key].owner),), "not needed"))

    assert f.JobCancelled(key) in run.facts
    assert run.state.status == "terminated"


def test_each_item_of_a_loop_has_its_listeners_and_the_body_none() -> None:
    each = a(ServiceTask, loop=MultiInstance(True, feel("[1, 2]"), "item"), start_listeners=BEFORE, end_listeners=AFTER)
    stage, run = begun(sketch("s -> task -> e", task=each))

    told = [do_job(stage, run) for _ in range(8)]

    assert told == ["first", "second", "third", "fourth"] * 2
    assert run.state.status == "completed"


def test_a_gateway_decides_by_what_its_listener_found() -> None:
    process = sketch(
        "s -> which -> e; which -> e2",
        which=a(ExclusiveGateway, start_listeners=(job('"ask"'),)),
        conditions={"which->e": "ok"},
        default=("which->e2",),
    )
    stage, run = begun(process, {"ok": False})

    do_job(stage, run, ok=True)

    assert run.completed() == ["s", "which", "e", "p"]


def test_a_sub_process_begins_after_its_listeners_and_ends_after_them() -> None:
    process = sketch("s -> sub -> e", inside={"sub": "s1 -> work -> e1"}, sub=around(SubProcess), work=UserTask)
    stage, run = begun(process)
    for _ in range(2):
        do_job(stage, run)
    stage.complete("work")
    assert "sub" not in run.completed()

    for _ in range(2):
        do_job(stage, run)

    assert run.completed()[-3:] == ["sub", "e", "p"]


def around(kind: type[Element]) -> Any:
    return a(kind, start_listeners=BEFORE, end_listeners=AFTER)


@pytest.mark.parametrize("jobs", [0, 2])
def test_nothing_can_be_started_in_a_scope_whose_listener_has_still_to_run(jobs: int) -> None:
    process = sketch("s -> sub -> e", inside={"sub": "s1 -> work -> e1"}, sub=around(SubProcess), work=UserTask)
    stage, run = begun(process)
    for _ in range(jobs):
        do_job(stage, run)
    if jobs:
        stage.complete("work")

    with pytest.raises(Impossible, match="waits for a job before it can begin or end"):
        stage.do(run, ModifyInstance((StartBefore("work"),), "again"))


def test_a_listener_goes_on_in_a_version_with_the_same_listeners_only() -> None:
    same = sketch("s -> task -> more -> e", task=LISTENED, more=UserTask)
    other = sketch("s -> task -> e", task=a(UserTask, start_listeners=BEFORE[:1]))
    stage = Simulation([sketch("s -> task -> e; late -> e2", task=LISTENED, late=LATE), same, other])
    run = stage.start("p")
    do_job(stage, run)

    with pytest.raises(Impossible, match="waits for a job"):
        stage.do(run, MigrateInstance("p:1", "p:3", "newer"))
    fresh = stage.start("p")
    do_job(stage, fresh)
    stage.do(fresh, MigrateInstance("p:1", "p:2", "newer"))

    assert do_job(stage, fresh) == "second"
    stage.do(fresh, CompleteWorkItem(wait_of(fresh, WorkItem)))
    assert [do_job(stage, fresh) for _ in range(2)] == ["third", "fourth"]


def test_an_event_that_is_new_at_the_boundary_is_awaited_when_the_listener_is_done() -> None:
    later = sketch("s -> task -> e; late -> e2", task=LISTENED, late=LATE)
    stage = Simulation([sketch("s -> task -> e", task=LISTENED), later])
    run = stage.start("p")
    stage.do(run, MigrateInstance("p:1", "p:2", "newer"))
    assert [type(wait) for wait in run.state.waits.values()] == [Job]

    for _ in range(2):
        do_job(stage, run)

    assert sorted(type(wait).__name__ for wait in run.state.waits.values()) == ["Timer", "WorkItem"]
