"""How a tiny diagram is played: what happens to it, and what has completed when it is over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engine.feel.values.durations import DaysTime
from engine.feel.values.temporal_text import parse_temporal
from engine.kernel.commands import StartProcess, ThrowJobError
from engine.simulation import Run, Simulation
from tests.reader.drawings import drawings

Step = Callable[[Simulation], object]


@dataclass(frozen=True)
class Play:
    """`construct` is the row of the coverage table; `ends` are the ids of all elements that complete, in any order.

    Without a `begin` the process starts at its none start event; `begin` is a first step that starts it otherwise.
    """

    diagram: str
    construct: str
    steps: tuple[Step, ...] = ()
    ends: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    calls: tuple[str, ...] = ()
    begin: Step | None = None
    status: str = "completed"

    def run(self) -> Simulation:
        """Play it; the simulation proves after each step that replaying the facts gives the state."""
        drawn = [process for name in (self.diagram, *self.calls) for process in drawings(name)]
        stage = Simulation(drawn, {"discount": discount})
        if self.begin is None:
            stage.start(self.diagram, dict(self.given))
        else:
            self.begin(stage)
        for step in self.steps:
            step(stage)
        return stage


def play(diagram: str, construct: str, *steps: Step, ends: str, **how: Any) -> Play:
    return Play(diagram, construct, steps, ends, **how)


@dataclass(frozen=True)
class Outcome:
    """What a decision gave."""

    value: Any
    inputs: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[tuple[str, ...], ...] = ()
    warnings: tuple[str, ...] = ()


def discount(_variables: Mapping[str, Any], _now: object) -> Outcome:
    """The decision that the diagrams know."""
    return Outcome(10)


def complete(element: str, **variables: Any) -> Step:
    return lambda stage: stage.complete(element, variables)


def later(duration: str) -> Step:
    found = parse_temporal(duration)
    assert isinstance(found, DaysTime)
    return lambda stage: stage.advance(timedelta(microseconds=found.nanos // 1000))


def message(name: str, key: str = "", **variables: Any) -> Step:
    return lambda stage: stage.publish(name, key, variables)


def signal(name: str, **variables: Any) -> Step:
    return lambda stage: stage.broadcast(name, variables)


def so_it_is(**variables: Any) -> Step:
    """Say what is so, for the conditions of start events."""
    return lambda stage: stage.evaluate_conditions(variables)


def start_event(event: str) -> Step:
    """Start the process at this event, as the engine does when its timer is due."""

    def start(stage: Simulation) -> None:
        run = Run()
        stage.runs.append(run)
        stage.do(run, StartProcess(next(iter(stage.processes)), event=event))

    return start


def job_error(code: str) -> Step:
    """The handler of the only open job throws a business error."""

    def throw(stage: Simulation) -> None:
        (key,) = stage.runs[0].state.waits
        stage.do(stage.runs[0], ThrowJobError(key, code))

    return throw
