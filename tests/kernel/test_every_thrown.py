"""Boundary events for what is thrown, at every kind of activity that can throw it (BPMN 2.0.2, 13.5.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.kernel.commands import ThrowJobError
from engine.kernel.state import Job, SignalSubscription
from engine.model.elements import (
    AdHocSubProcess,
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    Element,
    EndEvent,
    EventSubProcess,
    IntermediateThrowEvent,
    ManualTask,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    Task,
    Transaction,
    UserTask,
)
from engine.model.events import (
    CancelEventDefinition,
    CompensateEventDefinition,
    Escalation,
    EscalationEventDefinition,
    EventDefinition,
    Signal,
    SignalEventDefinition,
)
from engine.model.extensions import CalledElement, JobDefinition, LoopEvent, MultiInstance, StandardLoop
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, error, feel, named, sketch

JOB = JobDefinition(feel('"work"'), feel("1"))
WORK = a(ServiceTask, job=JOB)
ALARM = SignalEventDefinition(Signal("alarm", feel('"alarm"')))
LATE = EscalationEventDefinition(Escalation("late", "late", feel('"late"')))
TWICE = MultiInstance(False, feel("[1, 2]"))
IN_TURN = MultiInstance(True, feel("[1, 2]"))
ROUNDS = StandardLoop(False, None, feel("2"))
CALL = a(CallActivity, called=CalledElement(feel('"called"')))

Kind = Callable[..., Element]


@dataclass(frozen=True)
class Place:
    """An activity `act`. Inside it, or in what it calls, `inner` waits after `up` and before `last`."""

    kind: Kind
    inside: Mapping[str, str] = field(default_factory=dict)
    called: str = "s -> inner"
    waits: str = "inner"
    times: int = 1  # that `up` is reached when the activity begins
    items: int = 1  # that complete one after the other or side by side


PATH = "up -> inner -> last"
SCOPE = {"act": f"begin -> {PATH}"}
TASKS: dict[str, Place] = {
    "service task": Place(WORK, waits="act"),
    "script task": Place(a(ScriptTask, job=JOB), waits="act"),
    "business rule task": Place(a(BusinessRuleTask, job=JOB), waits="act"),
    "send task": Place(a(SendTask, job=JOB), waits="act"),
    "call of a global task": Place(CALL, called="inner"),
    "parallel multi-instance task": Place(a(ServiceTask, job=JOB, loop=TWICE), waits="act", items=2),
    "sequential multi-instance task": Place(a(ServiceTask, job=JOB, loop=IN_TURN), waits="act", items=2),
    "task in a standard loop": Place(a(ServiceTask, job=JOB, loop=ROUNDS), waits="act", items=2),
}
SCOPES: dict[str, Place] = {
    "sub-process": Place(SubProcess, SCOPE),
    "transaction": Place(Transaction, SCOPE),
    "ad-hoc sub-process": Place(AdHocSubProcess, {"act": "deeper", "deeper": PATH}),
    "nested sub-process": Place(SubProcess, {"act": "begin -> deeper", "deeper": PATH}),
    "event sub-process inside": Place(SubProcess, {"act": "begin -> idle; handler", "handler": f"on -> {PATH}"}),
    "call of a process": Place(CALL, called=f"s -> {PATH}"),
    "call of a process with a sub-process": Place(CALL, {"deeper": PATH}, called="s -> deeper"),
    "parallel multi-instance sub-process": Place(a(SubProcess, loop=TWICE), SCOPE, times=2, items=2),
    "sequential multi-instance sub-process": Place(a(SubProcess, loop=IN_TURN), SCOPE, items=2),
    "sub-process in a standard loop": Place(a(SubProcess, loop=ROUNDS), SCOPE, items=2),
    "parallel multi-instance call": Place(a(CALL, loop=TWICE), called=f"s -> {PATH}", times=2, items=2),
    "sequential multi-instance call": Place(a(CALL, loop=IN_TURN), called=f"s -> {PATH}", items=2),
}
UNDOABLE: dict[str, Place] = {
    "task": Place(Task),
    "manual task": Place(ManualTask),
    "user task": Place(UserTask),
    "receive task": Place(a(ReceiveTask, message=named("answer"))),
    "script": Place(a(ScriptTask, script=feel("1"), result_variable="one")),
    **TASKS,
    **SCOPES,
}


def begun(place: Place, arrows: str = "s -> act -> e; b -> told", **kinds: Kind) -> tuple[Simulation, Run]:
    """An instance that has come as far as it can, with the event sub-process inside `act` begun."""
    known: dict[str, Any] = {
        "act": place.kind,
        "inner": WORK,
        "last": EndEvent,
        "begin": StartEvent,
        "idle": UserTask,
        "deeper": SubProcess,
        "handler": EventSubProcess,
        "on": a(StartEvent, definition=ALARM, interrupting=False),
    }
    scopes = dict(place.inside)
    in_called = {"deeper": scopes.pop("deeper")} if "deeper" in place.called else {}
    process = sketch(arrows, inside=scopes, **(known | kinds))
    play = Simulation([process, sketch(place.called, id="called", inside=in_called, **(known | kinds))])
    run = play.start("p")
    if "handler" in scopes:
        play.broadcast("alarm")
    return play, run


def attached(definition: EventDefinition, **fields: object) -> Kind:
    return a(BoundaryEvent, attached_to="act", definition=definition, **fields)


def throw(play: Simulation, run: Run, element: str) -> None:
    """The oldest job of the element ends with the error E."""
    key = next(
        key
        for key, wait in run.state.waits.items()
        if isinstance(wait, Job) and run.state.elements[wait.owner].element == element
    )
    play.do(run, ThrowJobError(key, "E", "", {}))


def finish(play: Simulation, run: Run) -> None:
    """Complete whatever work still waits."""
    while work := [wait for wait in run.state.waits.values() if not isinstance(wait, SignalSubscription)]:
        play.complete(run.state.elements[work[0].owner].element)


@pytest.mark.parametrize("caught", ["E", None])
@pytest.mark.parametrize("where", [*TASKS, *SCOPES])
def test_an_error_of_a_job_ends_the_activity_and_all_that_goes_on_in_it(where: str, caught: str | None) -> None:
    place = UNDOABLE[where]
    play, run = begun(place, b=attached(error(caught)))
    throw(play, run, place.waits)
    assert run.state.status == "completed"
    assert run.completed().count("told") == 1
    assert "act" not in run.completed()
    assert not run.state.waits


@pytest.mark.parametrize("caught", ["E", None])
@pytest.mark.parametrize("where", SCOPES)
def test_an_error_end_event_does_the_same(where: str, caught: str | None) -> None:
    play, run = begun(SCOPES[where], b=attached(error(caught)), last=a(EndEvent, definition=error("E")))
    play.complete("inner")
    assert run.state.status == "completed"
    assert run.completed().count("told") == 1
    assert "e" not in run.completed()
    assert not run.state.waits


@pytest.mark.parametrize("caught", [LATE, EscalationEventDefinition(None)])
@pytest.mark.parametrize("where", SCOPES)
def test_an_interrupting_escalation_ends_the_activity(where: str, caught: EventDefinition) -> None:
    _, run = begun(SCOPES[where], b=attached(caught), up=a(IntermediateThrowEvent, definition=LATE))
    assert run.state.status == "completed"
    assert run.completed().count("told") == 1
    assert "inner" not in run.completed()
    assert not run.state.waits


@pytest.mark.parametrize("where", SCOPES)
def test_an_escalation_that_does_not_interrupt_is_told_each_time(where: str) -> None:
    place = SCOPES[where]
    play, run = begun(place, b=attached(LATE, interrupting=False), up=a(IntermediateThrowEvent, definition=LATE))
    assert run.completed().count("told") == place.times
    finish(play, run)
    assert run.state.status == "completed"
    assert run.completed().count("told") == place.items
    assert run.completed().count("e") == 1


@pytest.mark.parametrize("interrupting", [True, False])
@pytest.mark.parametrize("sequential", [True, False])
def test_the_items_of_a_task_throw_escalations_to_its_boundary(sequential: bool, interrupting: bool) -> None:
    loop = MultiInstance(sequential, feel("[1, 2]"), "item", events=(LoopEvent(LATE),))
    play, run = begun(Place(a(UserTask, loop=loop)), b=attached(LATE, interrupting=interrupting))
    play.complete("act")
    finish(play, run)
    assert run.state.status == "completed"
    assert run.completed().count("told") == (1 if interrupting else 2)


@pytest.mark.parametrize("where", UNDOABLE)
def test_a_handler_at_the_boundary_undoes_what_is_complete(where: str) -> None:
    place = UNDOABLE[where]
    play, run = begun(
        place,
        "s -> act -> undo -> e; b; undone",
        b=attached(CompensateEventDefinition(), handler="undone"),
        undo=a(IntermediateThrowEvent, definition=CompensateEventDefinition()),
        undone=a(Task, for_compensation=True),
    )
    finish(play, run)
    assert run.state.status == "completed"
    assert run.completed().count("undone") == place.items
    assert run.completed()[-3:] == ["undo", "e", "p"]


@pytest.mark.parametrize("loop", [None, TWICE, IN_TURN, ROUNDS])
def test_a_cancelled_transaction_leaves_once_by_its_cancel_event(loop: MultiInstance | StandardLoop | None) -> None:
    process = sketch(
        "s -> act -> e; b -> told",
        inside={"act": "begin -> done -> ask -> over; c; undone"},
        act=a(Transaction, loop=loop),
        begin=StartEvent,
        ask=UserTask,
        over=a(EndEvent, definition=CancelEventDefinition()),
        c=a(BoundaryEvent, attached_to="done", definition=CompensateEventDefinition(), handler="undone"),
        undone=a(Task, for_compensation=True),
        b=a(BoundaryEvent, attached_to="act", definition=CancelEventDefinition()),
    )
    play = Simulation([process])
    run = play.start("p")
    play.complete("ask")
    assert run.state.status == "completed"
    assert run.completed().count("undone") == (2 if loop is TWICE else 1)  # all that is complete, in whichever item
    assert run.completed().count("told") == 1
    assert "e" not in run.completed()
