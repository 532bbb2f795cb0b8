"""Who catches what is thrown: each place beside its siblings, alone and together (BPMN 2.0.2, 13.5)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import permutations, product
from typing import Any

import pytest

from engine.model.elements import (
    BoundaryEvent,
    Element,
    EndEvent,
    EventBasedGateway,
    EventSubProcess,
    ExclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ParallelGateway,
    ReceiveTask,
    StartEvent,
    SubProcess,
    UserTask,
)
from engine.model.events import (
    CompensateEventDefinition,
    Escalation,
    EscalationEventDefinition,
    EventDefinition,
    Signal,
    SignalEventDefinition,
)
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, error, feel, message, named, sketch, timer

Kind = Callable[..., Element]
ALARM = SignalEventDefinition(Signal("alarm", feel('"alarm"')))
LATE = EscalationEventDefinition(Escalation("late", "late", feel('"late"')))
ANY_ESCALATION = EscalationEventDefinition(None)
UNDO = CompensateEventDefinition()
SECOND = timer("timeDuration", '"PT1S"')


WHERE = ("in it", "at its boundary", "in the process")


def thrown_inside(thrown: EventDefinition, caught: Mapping[str, tuple[EventDefinition, bool]], end: bool) -> Run:
    """`thrown` in a sub-process, with events that catch in these places."""
    inside = {"act": "begin -> up" + ("" if end else " -> over")}
    paths = ["s -> act -> e"]
    kinds: dict[str, Any] = {"act": SubProcess, "begin": StartEvent, "over": EndEvent}
    kinds["up"] = a(EndEvent if end else IntermediateThrowEvent, definition=thrown)
    for place, (definition, interrupting) in caught.items():
        if place == "at its boundary":
            paths.append("b -> at_its_boundary")
            kinds["b"] = a(BoundaryEvent, attached_to="act", definition=definition, interrupting=interrupting)
            continue
        name = place.replace(" ", "_")
        inside[f"h_{name}"] = f"on_{name} -> {name}"
        kinds |= {
            f"h_{name}": EventSubProcess,
            f"on_{name}": a(StartEvent, definition=definition, interrupting=interrupting),
        }
        if place == "in it":
            inside["act"] += f"; h_{name}"
        else:
            paths.append(f"h_{name}")
    return Simulation([sketch("; ".join(paths), inside=inside, **kinds)]).start("p")


PLACES = [places for places in product((False, True), repeat=3) if any(places)]


@pytest.mark.parametrize("places", PLACES)
@pytest.mark.parametrize(("caught", "interrupting"), tuple(product((LATE, ANY_ESCALATION), (True, False))))
@pytest.mark.parametrize("end", [True, False])
def test_the_nearest_event_catches_an_escalation(
    places: tuple[bool, ...], caught: EventDefinition, interrupting: bool, end: bool
) -> None:
    chosen = [place for place, there in zip(WHERE, places, strict=True) if there]
    run = thrown_inside(LATE, dict.fromkeys(chosen, (caught, interrupting)), end)
    assert [place for place in WHERE if place.replace(" ", "_") in run.completed()] == chosen[:1]
    assert run.state.status == "completed"
    goes_on = not interrupting or chosen[0] == "in it"
    assert ("e" in run.completed()) == goes_on
    assert ("over" in run.completed()) == (not end and not interrupting)


@pytest.mark.parametrize("places", PLACES)
@pytest.mark.parametrize("caught", ["E", None])
def test_the_nearest_event_catches_an_error(places: tuple[bool, ...], caught: str | None) -> None:
    chosen = [place for place, there in zip(WHERE, places, strict=True) if there]
    run = thrown_inside(error("E"), dict.fromkeys(chosen, (error(caught), True)), end=True)
    assert [place for place in WHERE if place.replace(" ", "_") in run.completed()] == chosen[:1]
    assert run.state.status == "completed"
    assert ("e" in run.completed()) == (chosen[0] == "in it")


@pytest.mark.parametrize("wrong", [LATE, error("E")])
@pytest.mark.parametrize("where", WHERE)
def test_what_names_another_code_catches_nothing(where: str, wrong: EventDefinition) -> None:
    other = error("F") if wrong is not LATE else EscalationEventDefinition(Escalation("x", "x", feel('"x"')))
    run = thrown_inside(wrong, {where: (other, True)}, end=True)
    assert where.replace(" ", "_") not in run.completed()
    assert run.state.status == ("completed" if wrong is LATE else "active")
    assert bool(run.state.incidents) == (wrong is not LATE)


AWAITED: dict[str, tuple[Kind, Callable[[Simulation], object]]] = {
    "signal": (a(IntermediateCatchEvent, definition=ALARM), lambda play: play.broadcast("alarm")),
    "timer": (a(IntermediateCatchEvent, definition=SECOND), lambda play: play.advance(timedelta(seconds=1))),
    "message": (a(IntermediateCatchEvent, definition=message("m")), lambda play: play.publish("m")),
    "receive task": (a(ReceiveTask, message=named("r")), lambda play: play.publish("r")),
}


@pytest.mark.parametrize(("first", "second"), tuple(permutations(AWAITED, 2)))
def test_the_first_of_two_events_behind_a_gateway_wins_in_each_round(first: str, second: str) -> None:
    process = sketch(
        "s -> m -> g -> x1 -> m; g -> x2 -> e",
        m=ExclusiveGateway,
        g=EventBasedGateway,
        x1=AWAITED[first][0],
        x2=AWAITED[second][0],
    )
    simulation = Simulation([process])
    run = simulation.start("p")
    for happens in (first, first, second):
        AWAITED[happens][1](simulation)
    assert (run.completed().count("x1"), run.completed().count("x2")) == (2, 1)
    assert run.state.status == "completed"
    assert not run.state.waits


CAUGHT_BY: dict[str, dict[str, Any]] = {
    "catch event": {
        "arrows": "s -> f -> x1 -> told -> e; f -> w -> up",
        "x1": a(IntermediateCatchEvent, definition=ALARM),
    },
    "boundary": {
        "arrows": "s -> f -> x1 -> e; f -> w -> up; b -> told",
        "x1": UserTask,
        "b": a(BoundaryEvent, attached_to="x1", definition=ALARM),
    },
    "boundary of a sub-process": {
        "arrows": "s -> f -> x1 -> e; f -> w -> up; b -> told",
        "x1": SubProcess,
        "inside": {"x1": "idle"},
        "b": a(BoundaryEvent, attached_to="x1", definition=ALARM),
    },
    "event-based gateway": {
        "arrows": "s -> f -> g -> x1 -> told; g -> x2; f -> w -> up",
        "g": EventBasedGateway,
        "x1": a(IntermediateCatchEvent, definition=ALARM),
        "x2": a(IntermediateCatchEvent, definition=SECOND),
    },
    "event sub-process": {
        "arrows": "s -> f -> w -> up; h",
        "h": EventSubProcess,
        "inside": {"h": "on -> told"},
        "on": a(StartEvent, definition=ALARM),
    },
    "event sub-process that does not interrupt": {
        "arrows": "s -> f -> w -> up; h",
        "h": EventSubProcess,
        "inside": {"h": "on -> told"},
        "on": a(StartEvent, definition=ALARM, interrupting=False),
    },
}


@pytest.mark.parametrize("by", [a(EndEvent, definition=ALARM), a(IntermediateThrowEvent, definition=ALARM)])
@pytest.mark.parametrize("where", CAUGHT_BY)
def test_a_signal_reaches_who_waits_in_its_own_process(where: str, by: Kind) -> None:
    drawn = {**CAUGHT_BY[where]}
    arrows = drawn.pop("arrows")
    process = sketch(arrows, up=by, **{"f": ParallelGateway, "w": UserTask, "idle": UserTask, **drawn})
    simulation = Simulation([process])
    run = simulation.start("p")
    simulation.complete("w")
    assert run.completed().count("told") == 1
    assert run.state.status == "completed"


def test_a_signal_that_nobody_waits_for_is_lost() -> None:
    process = sketch(
        "s -> up -> x1 -> e",
        up=a(IntermediateThrowEvent, definition=ALARM),
        x1=a(IntermediateCatchEvent, definition=ALARM),
    )
    assert Simulation([process]).start("p").state.status == "active"


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("thrower", ["end", "throw", "named", "in an event sub-process"])
def test_each_run_of_an_activity_is_undone_the_last_first(times: int, thrower: str) -> None:
    undo = CompensateEventDefinition("act") if thrower == "named" else UNDO
    arrows = {
        "end": "s -> m -> act -> x1 -> back; x1 -> m; b; undone",
        "in an event sub-process": "s -> m -> act -> x1 -> fail; x1 -> m; b; undone; h",
    }.get(thrower, "s -> m -> act -> x1 -> back -> e; x1 -> m; b; undone")
    process = sketch(
        arrows,
        inside={"h": "on -> back"} if "event" in thrower else {},
        conditions={"x1->m": f"round < {times}"},
        default=("x1->fail" if "event" in thrower else "x1->back",),
        act=UserTask,
        m=ExclusiveGateway,
        x1=ExclusiveGateway,
        b=a(BoundaryEvent, attached_to="act", definition=UNDO, handler="undone"),
        undone=a(UserTask, for_compensation=True),
        back=a(EndEvent if thrower == "end" else IntermediateThrowEvent, definition=undo),
        fail=a(EndEvent, definition=error("E")),
        h=EventSubProcess,
        on=a(StartEvent, definition=error("E")),
    )
    simulation = Simulation([process])
    run = simulation.start("p")
    for number in range(1, times + 1):
        simulation.complete("act", {"round": number})
    for _ in range(times):
        simulation.complete("undone")
    assert run.completed().count("undone") == times
    assert run.state.status == "completed"
