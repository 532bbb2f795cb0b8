"""Signals reach everybody, conditions happen when they become true, and an event can have several definitions."""

from datetime import timedelta
from typing import Any

import pytest

from engine.kernel.commands import SetVariables
from engine.model.elements import (
    BoundaryEvent,
    EndEvent,
    EventBasedGateway,
    EventSubProcess,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    StartEvent,
    UserTask,
)
from engine.model.events import (
    ConditionalEventDefinition,
    EventDefinition,
    MultipleEventDefinition,
    Signal,
    SignalEventDefinition,
)
from engine.model.process import Process
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, feel, maps, message, sketch, timer


def signal(name: str) -> SignalEventDefinition:
    return SignalEventDefinition(Signal(name, feel(f'"{name}"')))


def condition(text: str) -> ConditionalEventDefinition:
    return ConditionalEventDefinition(feel(text))


def several(*definitions: EventDefinition, parallel: bool = False) -> MultipleEventDefinition:
    return MultipleEventDefinition(definitions, parallel)


def change(play: Simulation, run: Run, **values: Any) -> None:
    play.do(run, SetVariables(values))


def test_a_signal_reaches_every_instance_that_waits_and_starts_what_it_starts() -> None:
    waits = sketch("s -> c -> e", id="waits", c=a(IntermediateCatchEvent, definition=signal("alarm")))
    begins = sketch("s -> b", id="begins", s=a(StartEvent, definition=signal("alarm")), b=UserTask)
    throws = sketch(
        "s -> t -> e", id="throws", t=a(IntermediateThrowEvent, definition=signal("alarm"), inputs=maps(place="home"))
    )
    play = Simulation([waits, begins, throws])
    first, second = play.start("waits"), play.start("waits")
    play.start("throws", {"home": "Tampere"})
    assert first.variables() == second.variables() == {"place": "Tampere"}
    assert first.state.status == second.state.status == "completed"
    assert play.runs[-1].completed() == ["s"]


def test_a_signal_that_does_not_interrupt_can_come_again() -> None:
    alarm = a(BoundaryEvent, attached_to="a", interrupting=False, definition=signal("alarm"))
    play = Simulation([sketch("s -> a -> e; alarm -> b", a=UserTask, alarm=alarm)])
    run = play.start("p")
    play.broadcast("alarm")
    play.broadcast("alarm")
    assert run.completed().count("b") == 2
    play.complete("a")
    assert run.state.status == "completed"


def test_a_signal_end_event_throws_its_signal() -> None:
    process = sketch(
        "s -> f -> c -> e1; f -> e2",
        c=a(IntermediateCatchEvent, definition=signal("over")),
        e2=a(EndEvent, definition=signal("over")),
    )
    assert Simulation([process]).start("p").state.status == "completed"


def test_a_conditional_event_happens_when_its_condition_becomes_true() -> None:
    play = Simulation([sketch("s -> c -> e", c=a(IntermediateCatchEvent, definition=condition("n > 2")))])
    run = play.start("p")
    change(play, run, n=1)
    change(play, run, other=9)
    assert run.state.status == "active"
    change(play, run, n=3)
    assert run.state.status == "completed"
    assert not run.state.conditions


def test_a_conditional_event_happens_at_once_when_its_condition_is_true_already() -> None:
    play = Simulation([sketch("s -> c -> e", c=a(IntermediateCatchEvent, definition=condition("n > 2")))])
    assert play.start("p", {"n": 3}).state.status == "completed"


def test_a_condition_that_does_not_interrupt_must_become_false_before_it_happens_again() -> None:
    hot = a(BoundaryEvent, attached_to="a", interrupting=False, definition=condition("n > 2"))
    play = Simulation([sketch("s -> a -> e; hot -> b", a=UserTask, hot=hot)])
    run = play.start("p", {"n": 0})
    for n, times in ((3, 1), (4, 1), (1, 1), (5, 2)):
        change(play, run, n=n)
        assert run.completed().count("b") == times
    play.complete("a")
    assert run.state.status == "completed"


def test_an_event_sub_process_can_start_on_a_condition() -> None:
    process = sketch(
        "s -> a -> e; esp",
        a=UserTask,
        esp=EventSubProcess,
        inside={"esp": "begin -> b"},
        begin=a(StartEvent, definition=condition("cancelled")),
    )
    play = Simulation([process])
    run = play.start("p", {"cancelled": False})
    change(play, run, cancelled=True)
    assert run.completed() == ["s", "begin", "b", "esp", "p"]


def multiple(parallel: bool) -> Process:
    definition = several(message("m", "id"), signal("n"), timer("timeDuration", '"P1D"'), parallel=parallel)
    return sketch("s -> c -> e", c=a(IntermediateCatchEvent, definition=definition))


@pytest.mark.parametrize("what", ["message", "signal", "time"])
def test_one_of_several_definitions_is_enough(what: str) -> None:
    play = Simulation([multiple(parallel=False)])
    run = play.start("p", {"id": "1"})
    happen(play, what)
    assert run.state.status == "completed"
    assert not run.state.waits


def test_a_parallel_multiple_event_waits_for_all_its_definitions() -> None:
    play = Simulation([multiple(parallel=True)])
    run = play.start("p", {"id": "1"})
    for what in ("time", "message", "signal"):
        assert run.state.status == "active"
        happen(play, what)
    assert run.state.status == "completed"


def happen(play: Simulation, what: str) -> None:
    match what:
        case "message":
            play.publish("m", "1")
        case "signal":
            play.broadcast("n")
        case "time":
            play.advance(timedelta(days=1))


def test_a_throwing_event_throws_all_its_definitions() -> None:
    process = sketch(
        "s -> f -> c -> e1; f -> t; f -> d -> e2",
        c=a(IntermediateCatchEvent, definition=message("m")),
        d=a(IntermediateCatchEvent, definition=signal("n")),
        t=a(EndEvent, definition=several(message("m"), signal("n"))),
    )
    assert Simulation([process]).start("p").state.status == "completed"


def test_a_signal_can_decide_an_event_based_gateway() -> None:
    process = sketch(
        "s -> g -> c -> e1; g -> t -> e2",
        g=EventBasedGateway,
        c=a(IntermediateCatchEvent, definition=signal("n")),
        t=a(IntermediateCatchEvent, definition=condition("late")),
    )
    play = Simulation([process])
    run = play.start("p", {"late": False})
    change(play, run, late=True)
    assert run.completed() == ["s", "g", "t", "e2", "p"]
    assert not run.state.waits
