"""Boundary events of every kind at every kind of activity, interrupting and not (BPMN 2.0.2, 10.5.4 and 13.5.3)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from engine.model.elements import (
    AdHocSubProcess,
    BoundaryEvent,
    BusinessRuleTask,
    CallActivity,
    Element,
    EndEvent,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    Transaction,
    UserTask,
)
from engine.model.events import (
    ConditionalEventDefinition,
    EventDefinition,
    MultipleEventDefinition,
    Signal,
    SignalEventDefinition,
)
from engine.model.extensions import CalledElement, JobDefinition, MultiInstance, StandardLoop
from engine.model.process import Process
from engine.simulation import Simulation
from tests.kernel.sketch import a, feel, message, named, sketch, timer

JOB = JobDefinition(feel('"work"'), feel("1"))
ALARM = SignalEventDefinition(Signal("alarm", feel('"alarm"')))
HOUR = timer("timeDuration", '"PT1H"')
CHANGE = message("change")

Kind = Callable[..., Element]
Happening = Callable[[Simulation], object]


def both(play: Simulation) -> None:
    play.broadcast("alarm")
    play.publish("change")


# Every kind of activity that can wait, each with what is to be completed in it.
ACTIVITIES: dict[str, tuple[Kind, str]] = {
    "user task": (UserTask, "act"),
    "service task": (a(ServiceTask, job=JOB), "act"),
    "script task by a job": (a(ScriptTask, job=JOB), "act"),
    "business rule task by a job": (a(BusinessRuleTask, job=JOB), "act"),
    "send task by a job": (a(SendTask, job=JOB), "act"),
    "receive task": (a(ReceiveTask, message=named("answer")), "act"),
    "sub-process": (SubProcess, "inner"),
    "transaction": (Transaction, "inner"),
    "ad-hoc sub-process": (AdHocSubProcess, "inner"),
    "call activity": (a(CallActivity, called=CalledElement(feel('"called"'))), "inner"),
    "parallel multi-instance": (a(UserTask, loop=MultiInstance(False, feel("[1, 2]"))), "act"),
    "sequential multi-instance": (a(UserTask, loop=MultiInstance(True, feel("[1, 2]"))), "act"),
    "standard loop": (a(UserTask, loop=StandardLoop(False, None, feel("2"))), "act"),
    "multi-instance sub-process": (a(SubProcess, loop=MultiInstance(False, feel("[1, 2]"))), "inner"),
}
EVENTS: dict[str, tuple[EventDefinition, Happening]] = {
    "message": (CHANGE, lambda play: play.publish("change")),
    "timer": (HOUR, lambda play: play.advance(timedelta(hours=1))),
    "timer cycle": (timer("timeCycle", '"R/PT1H"'), lambda play: play.advance(timedelta(hours=1))),
    "signal": (ALARM, lambda play: play.broadcast("alarm")),
    "conditional": (ConditionalEventDefinition(feel("hot")), lambda play: play.complete("heat", {"hot": True})),
    "multiple": (MultipleEventDefinition((ALARM, HOUR)), lambda play: play.broadcast("alarm")),
    "parallel multiple": (
        MultipleEventDefinition((ALARM, CHANGE), parallel=True),
        both,
    ),
}


def drawn(kind: Kind, definition: EventDefinition, interrupting: bool) -> list[Process]:
    around = {"act": "inner"} if kind is AdHocSubProcess else {"act": "begin -> inner -> over"}
    is_scope = kind in (SubProcess, Transaction, AdHocSubProcess) or getattr(kind, "func", None) is SubProcess
    kinds: dict[str, Any] = {"act": kind, "inner": UserTask, "begin": StartEvent, "over": EndEvent, "heat": UserTask}
    boundary = a(BoundaryEvent, attached_to="act", definition=definition, interrupting=interrupting)
    process = sketch("s -> act -> e; b -> told; s -> heat", inside=around if is_scope else {}, b=boundary, **kinds)
    return [process, sketch("s -> inner -> e", id="called", inner=UserTask)]


def started(activity: str, event: str, interrupting: bool) -> Simulation:
    processes = drawn(ACTIVITIES[activity][0], EVENTS[event][0], interrupting)
    play = Simulation(processes)
    play.start("p", {"hot": False})
    return play


def finish(play: Simulation, waiting: str) -> None:
    """Complete whatever still waits."""
    (run,) = play.runs
    for element in (waiting, waiting, "heat"):
        if any(run.state.elements[wait.owner].element == element for wait in run.state.waits.values()):
            play.complete(element)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_an_interrupting_event_ends_the_activity_and_goes_its_own_way(activity: str, event: str) -> None:
    play = started(activity, event, interrupting=True)
    EVENTS[event][1](play)
    finish(play, ACTIVITIES[activity][1])
    (run,) = play.runs
    assert run.state.status == "completed"
    assert run.completed().count("told") == 1
    assert "e" not in run.completed()
    assert not run.state.waits


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("activity", ACTIVITIES)
def test_an_event_that_does_not_interrupt_goes_its_way_beside_the_activity(activity: str, event: str) -> None:
    play = started(activity, event, interrupting=False)
    EVENTS[event][1](play)
    finish(play, ACTIVITIES[activity][1])
    (run,) = play.runs
    assert run.state.status == "completed"
    assert run.completed().count("told") == 1
    assert run.completed().count("e") >= 1
    assert not run.state.waits
