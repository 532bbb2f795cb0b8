"""Data stores: jobs carry out what leads from or to one; nothing begins or ends before they are done."""

from typing import Any

from engine.kernel import facts as f
from engine.kernel.commands import CompleteJob, ThrowJobError
from engine.kernel.state import Job, Timer
from engine.simulation import Run, Simulation
from tests.reader.drawings import sketch

STORES = '<itemDefinition id="text" structureRef="string"/><dataStore id="a" name="A"/><dataStore id="b" name="B"/>'


def waiting(run: Run, kind: type) -> list[tuple[int, Any]]:
    return [(key, wait) for key, wait in run.state.waits.items() if isinstance(wait, kind)]


def sketched(task: str, beside: str = "") -> tuple[Simulation, Run]:
    """The sub-process or task `task`, with a timer and an error event at its boundary."""
    reading = sketch(
        f'<startEvent id="start"/>{task}<sequenceFlow id="f" sourceRef="start" targetRef="task"/>{beside}'
        '<boundaryEvent id="late" attachedToRef="task"><timerEventDefinition><timeDuration>P1D</timeDuration>'
        '</timerEventDefinition></boundaryEvent><endEvent id="too-late"/>'
        '<sequenceFlow id="g" sourceRef="late" targetRef="too-late"/>'
        '<boundaryEvent id="caught" attachedToRef="task"><errorEventDefinition/></boundaryEvent><endEvent id="wrong"/>'
        '<sequenceFlow id="h" sourceRef="caught" targetRef="wrong"/>',
        STORES,
    )
    assert not reading.has_errors, reading.problems
    stage = Simulation(reading.processes)
    return stage, stage.start("p")


OUT_TO_BOTH = (
    '<ioSpecification><dataOutput id="out" name="made"/><inputSet/><outputSet><dataOutputRefs>out</dataOutputRefs>'
    "</outputSet></ioSpecification>"
    "<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>a</targetRef></dataOutputAssociation>"
    "<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>b</targetRef></dataOutputAssociation>"
)


def test_several_stores_are_written_one_after_the_other_each_once() -> None:
    stage, run = sketched(f'<userTask id="task">{OUT_TO_BOTH}</userTask>')
    stage.complete("task", {"made": 1})

    written = []
    while jobs := waiting(run, Job):
        ((key, job),) = jobs
        written.append(job.type)
        stage.do(run, CompleteJob(key, {}))

    assert written == ["data-store:A:write", "data-store:B:write"]
    assert run.state.status == "completed"


def test_nothing_at_the_boundary_happens_while_a_store_is_written() -> None:
    stage, run = sketched(f'<userTask id="task">{OUT_TO_BOTH}</userTask>')
    assert waiting(run, Timer)

    stage.complete("task", {"made": 1})

    assert not waiting(run, Timer)


def test_an_error_that_a_store_throws_is_caught_at_the_boundary() -> None:
    stage, run = sketched(f'<userTask id="task">{OUT_TO_BOTH}</userTask>')
    stage.complete("task", {"made": 1})
    ((key, _),) = waiting(run, Job)

    stage.do(run, ThrowJobError(key, "full", "", {}))

    assert "wrong" in run.completed()
    assert run.state.status == "completed"


def test_a_sub_process_writes_once_when_all_in_it_is_done() -> None:
    inside = '<startEvent id="s"/><userTask id="one"/><userTask id="two"/>'
    flows = '<sequenceFlow id="x" sourceRef="s" targetRef="one"/><sequenceFlow id="y" sourceRef="s" targetRef="two"/>'
    property = '<property id="sum" name="sum" itemSubjectRef="text"/>'
    association = "<dataOutputAssociation><sourceRef>sum</sourceRef><targetRef>a</targetRef></dataOutputAssociation>"
    stage, run = sketched(f'<subProcess id="task">{property}{association}{inside}{flows}</subProcess>')
    stage.complete("one", {"sum": 1})
    assert not waiting(run, Job)
    stage.complete("two", {"sum": 3})

    assert [job.type for _, job in waiting(run, Job)] == ["data-store:A:write"]
    stage.complete("task")

    assert run.state.status == "completed"
    assert [fact.type for fact in run.facts if isinstance(fact, f.JobCreated)] == ["data-store:A:write"]


def test_a_store_is_read_again_for_each_instance_of_a_loop() -> None:
    stage, run = sketched(
        '<userTask id="task"><ioSpecification><dataInput id="in" name="known"/><inputSet><dataInputRefs>in'
        "</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation><sourceRef>a</sourceRef>"
        '<targetRef>in</targetRef></dataInputAssociation><multiInstanceLoopCharacteristics isSequential="true">'
        "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
    )
    for value in ("first", "second"):
        stage.complete("task", {"A": value})
        assert [one.variables["known"] for one in run.state.elements.values() if one.index] == [value]
        stage.complete("task")

    assert run.state.status == "completed"
