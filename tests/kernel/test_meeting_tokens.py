"""Where tokens meet and where they end: each gateway and end beside its siblings (BPMN 2.0.2, 13.4 and 13.5.6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.model.elements import (
    BoundaryEvent,
    ComplexGateway,
    Element,
    EndEvent,
    EventSubProcess,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ParallelGateway,
    StartEvent,
    SubProcess,
    Task,
    Transaction,
    UserTask,
)
from engine.model.events import (
    CancelEventDefinition,
    CompensateEventDefinition,
    LinkEventDefinition,
    Signal,
    SignalEventDefinition,
    TerminateEventDefinition,
)
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, error, feel, sketch

Kind = Callable[..., Element]
ALARM = SignalEventDefinition(Signal("alarm", feel('"alarm"')))
UNDO = CompensateEventDefinition()
TERMINATE = TerminateEventDefinition()


@dataclass(frozen=True)
class Sibling:
    """A diagram, what happens to it, and how often which elements are then complete. Commands: see `play`."""

    arrows: str
    completed: Mapping[str, int]
    happens: str = ""
    status: str = "completed"
    inside: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    default: tuple[str, ...] = ()
    kinds: Mapping[str, Any] = field(default_factory=dict)


def play(sibling: Sibling) -> Run:
    """Start it and do what happens: `!` broadcasts the alarm, `a` completes it, `a+x` does so and makes x true."""
    drawn = sketch(
        sibling.arrows,
        inside=sibling.inside,
        conditions=sibling.conditions,
        default=sibling.default,
        **sibling.kinds,
    )
    simulation = Simulation([drawn])
    run = simulation.start("p", {"n": 2, "done": False, "ready": False})
    for happening in sibling.happens.split():
        if happening == "!":
            simulation.broadcast("alarm")
        else:
            element, _, variable = happening.partition("+")
            simulation.complete(element, {variable: True} if variable else {})
    return run


def x(*names: str, kind: Kind) -> dict[str, Kind]:
    return dict.fromkeys(names, kind)


SPLIT = "s -> f -> a -> j -> t -> e; f -> b -> j"
BOTH = {"f->a": "n > 1", "f->b": "n > 0"}
ONE = {"f->a": "n > 1", "f->b": "n > 5"}
JOINS: dict[str, Sibling] = {
    "parallel, exclusive": Sibling(SPLIT, {"t": 2, "e": 2}, kinds={"f": ParallelGateway, "j": ExclusiveGateway}),
    "parallel, inclusive": Sibling(SPLIT, {"t": 1, "e": 1}, kinds={"f": ParallelGateway, "j": InclusiveGateway}),
    "parallel, none": Sibling("s -> f -> a -> t -> e; f -> b -> t", {"t": 2}, kinds={"f": ParallelGateway}),
    "inclusive, exclusive, both": Sibling(
        SPLIT, {"t": 2}, conditions=BOTH, kinds={"f": InclusiveGateway, "j": ExclusiveGateway}
    ),
    "inclusive, parallel, both": Sibling(
        SPLIT, {"t": 1}, conditions=BOTH, kinds={"f": InclusiveGateway, "j": ParallelGateway}
    ),
    "inclusive, parallel, one": Sibling(
        SPLIT, {"a": 1, "t": 0}, status="active", conditions=ONE, kinds={"f": InclusiveGateway, "j": ParallelGateway}
    ),
    "inclusive, inclusive, one": Sibling(
        SPLIT, {"a": 1, "b": 0, "t": 1}, conditions=ONE, kinds={"f": InclusiveGateway, "j": InclusiveGateway}
    ),
    "exclusive, inclusive": Sibling(
        SPLIT, {"a": 1, "b": 0, "t": 1}, conditions=BOTH, kinds={"f": ExclusiveGateway, "j": InclusiveGateway}
    ),
    "exclusive, parallel": Sibling(
        SPLIT, {"a": 1, "t": 0}, status="active", conditions=BOTH, kinds={"f": ExclusiveGateway, "j": ParallelGateway}
    ),
    "implicit, inclusive": Sibling(SPLIT, {"f": 1, "t": 1}, conditions=BOTH, kinds={"j": InclusiveGateway}),
    "implicit, parallel, default": Sibling(
        "s -> f -> a -> e; f -> b -> e", {"a": 0, "b": 1}, conditions={"f->a": "n > 5"}, default=("f->b",)
    ),
    "two tokens on a flow of a parallel join": Sibling(
        "s -> p1 -> a -> m -> j; p1 -> b -> m; p1 -> c -> j; j -> t -> e",
        {"t": 1},
        status="active",
        kinds=x("p1", "j", kind=ParallelGateway),
    ),
    "two tokens on a flow of an inclusive join": Sibling(
        "s -> p1 -> a -> m -> j; p1 -> b -> m; p1 -> c -> j; j -> t -> e",
        {"t": 2},
        kinds={"p1": ParallelGateway, "m": ExclusiveGateway, "j": InclusiveGateway},
    ),
    "inclusive join behind a sub-process that waits": Sibling(
        "s -> f -> a -> j -> t -> e; f -> b -> j",
        {"t": 1},
        "inner",
        inside={"b": "begin -> inner"},
        kinds={"f": ParallelGateway, "j": InclusiveGateway, "b": SubProcess, "begin": StartEvent, "inner": UserTask},
    ),
    "inclusive joins one after the other": Sibling(
        "s -> f -> a -> j -> k -> t -> e; f -> b -> j; f -> c -> k",
        {"j": 1, "k": 1, "t": 1},
        "c b",
        kinds={"f": ParallelGateway, **x("j", "k", kind=InclusiveGateway), **x("b", "c", kind=UserTask)},
    ),
    "complex, first of two": Sibling(
        SPLIT,
        {"t": 1},
        "a b",
        kinds={
            "f": ParallelGateway,
            "j": a(ComplexGateway, activation_condition=feel("activationCount >= 1")),
            **x("a", "b", kind=UserTask),
        },
    ),
    "complex, two of three": Sibling(
        "s -> f -> a -> j -> t -> e; f -> b -> j; f -> c -> j",
        {"t": 1},
        "a c b",
        kinds={
            "f": ParallelGateway,
            "j": a(ComplexGateway, activation_condition=feel("activationCount >= 2")),
            **x("a", "b", "c", kind=UserTask),
        },
    ),
    "startQuantity with too few": Sibling(
        "s -> a -> e", {"a": 0}, status="active", kinds={"a": a(Task, start_quantity=2)}
    ),
    "startQuantity of twice as many": Sibling(
        "s -> f -> a -> e",
        {"a": 2, "e": 2},
        kinds={"f": a(Task, completion_quantity=4), "a": a(Task, start_quantity=2)},
    ),
    "startQuantity over several flows": Sibling(
        "s -> f -> a -> e; f -> b -> a", {"a": 1}, kinds={"f": ParallelGateway, "a": a(Task, start_quantity=2)}
    ),
    "completionQuantity along each of two flows": Sibling(
        "s -> f -> a -> e; f -> b -> e", {"a": 2, "b": 2, "e": 4}, kinds={"f": a(Task, completion_quantity=2)}
    ),
    "completionQuantity into a parallel join": Sibling(
        "s -> f -> j -> t -> e; s2 -> a -> j",
        {"t": 1},
        status="active",
        kinds={"f": a(Task, completion_quantity=2), "j": ParallelGateway},
    ),
    "arbitrary cycle": Sibling(
        "s -> m -> a -> x1 -> e; x1 -> m2 -> b -> x2 -> m; x2 -> m2",
        {"a": 2, "b": 2, "e": 1},
        "a b b+ready a+done",
        conditions={"x1->e": "done", "x2->m": "ready"},
        default=("x1->m2", "x2->m2"),
        kinds={**x("m", "m2", "x1", "x2", kind=ExclusiveGateway), **x("a", "b", kind=UserTask)},
    ),
    "link out of a branch into a parallel join": Sibling(
        "s -> f -> a -> out; f -> b -> j; into -> j -> t -> e",
        {"t": 1},
        kinds={
            **x("f", "j", kind=ParallelGateway),
            "out": a(IntermediateThrowEvent, definition=LinkEventDefinition("L")),
            "into": a(IntermediateCatchEvent, definition=LinkEventDefinition("L")),
        },
    ),
}
SUB = {"act": "begin -> f -> inner -> over; f -> stop"}
SUBS: dict[str, Kind] = {"begin": StartEvent, "f": ParallelGateway, "inner": UserTask, "over": EndEvent}
ENDS: dict[str, Sibling] = {
    "terminate in a sub-process": Sibling(
        "s -> act -> e",
        {"act": 1, "inner": 0, "e": 1},
        inside=SUB,
        kinds={**SUBS, "act": SubProcess, "stop": a(EndEvent, definition=TERMINATE)},
    ),
    "terminate in a transaction": Sibling(
        "s -> act -> e; b -> e2",
        {"act": 1, "e": 1, "e2": 0, "undone": 0},
        inside={"act": "begin -> done -> f -> inner -> over; f -> stop; c; undone"},
        kinds={
            **SUBS,
            "act": Transaction,
            "stop": a(EndEvent, definition=TERMINATE),
            "b": a(BoundaryEvent, attached_to="act", definition=CancelEventDefinition()),
            "c": a(BoundaryEvent, attached_to="done", definition=UNDO, handler="undone"),
            "undone": a(Task, for_compensation=True),
        },
    ),
    "error in a transaction": Sibling(
        "s -> act -> e; b -> e2",
        {"act": 0, "inner": 0, "e": 0, "e2": 1, "undone": 0},
        inside={"act": "begin -> done -> f -> inner -> over; f -> stop; c; undone"},
        kinds={
            **SUBS,
            "act": Transaction,
            "stop": a(EndEvent, definition=error("E")),
            "b": a(BoundaryEvent, attached_to="act", definition=error("E")),
            "c": a(BoundaryEvent, attached_to="done", definition=UNDO, handler="undone"),
            "undone": a(Task, for_compensation=True),
        },
    ),
    "terminate beside a sub-process": Sibling(
        "s -> f1 -> act -> e; f1 -> stop2",
        {"act": 0, "inner": 0, "e": 0},
        inside={"act": "begin -> inner -> over"},
        kinds={**SUBS, "f1": ParallelGateway, "act": SubProcess, "stop2": a(EndEvent, definition=TERMINATE)},
    ),
    "terminate in an event sub-process of a sub-process": Sibling(
        "s -> act -> e",
        {"act": 0, "on": 1, "e": 0},
        "!",
        status="active",
        inside={"act": "begin -> inner -> over; handler", "handler": "on -> h -> stop; on -> wait"},
        kinds={
            **SUBS,
            "act": SubProcess,
            "handler": EventSubProcess,
            "on": a(StartEvent, definition=ALARM, interrupting=False),
            "h": Task,
            "wait": UserTask,
            "stop": a(EndEvent, definition=TERMINATE),
        },
    ),
    "implicit termination": Sibling("s -> f -> a; f -> b -> c", {"a": 1, "c": 1, "p": 1}, kinds={"f": ParallelGateway}),
    "gateway without a way out": Sibling(
        "s -> f -> a; f -> j", {"a": 1, "j": 1}, kinds=x("f", "j", kind=ParallelGateway)
    ),
}


@pytest.mark.parametrize("name", JOINS | ENDS)
def test_tokens_meet_and_end_as_the_standard_says(name: str) -> None:
    sibling = (JOINS | ENDS)[name]
    run = play(sibling)
    assert {id: run.completed().count(id) for id in sibling.completed} == dict(sibling.completed)
    assert run.state.status == sibling.status
    assert not run.state.incidents
