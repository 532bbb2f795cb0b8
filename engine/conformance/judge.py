"""Holds what a simulation did against what a case expects of it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.conformance.case import Expectation
from engine.feel.codec import to_json
from engine.kernel import facts as f
from engine.kernel.state import ROOT
from engine.model.elements import Activity, Element
from engine.simulation import Run, Simulation


def deviations(play: Simulation, expect: Expectation) -> list[str]:
    """A phrase for each thing that is not as expected; none where the case passes."""
    if not play.runs:
        return ["nothing was started"]
    return [*_status(play.runs[0], expect), *_completed(play, expect), *_variables(play.runs[0], expect)] + [
        f"{started} instances of {process}, not {expected}"
        for process, expected in expect.instances.items()
        if (started := _instances(play)[process]) != expected
    ]


def status(run: Run) -> str:
    """What became of a root instance; an open incident says more than that it is active."""
    return "incident" if run.state.status == "active" and run.state.incidents else run.state.status


def _status(run: Run, expect: Expectation) -> Iterator[str]:
    found = status(run)
    if expect.statuses and found not in expect.statuses:
        why = "".join(f" ({incident.sentence})" for incident in run.state.incidents.values())
        yield f"{found}, not {' or '.join(expect.statuses)}{why}"


def _completed(play: Simulation, expect: Expectation) -> Iterator[str]:
    counted = Counter(element.name or element.id for run in play.runs for element in _completions(play, run))
    for name, expected in expect.completed.items():
        if counted[name] != expected:
            yield f"{name} completed {counted[name]} times, not {expected}"


def _completions(play: Simulation, run: Run) -> Iterator[Element]:
    """The elements that completed, as often as they did. Around a loop, only its rounds or items count."""
    definitions: dict[int, str] = {}
    alive: dict[int, Element] = {}
    for fact in run.facts:
        match fact:
            case f.ProcessStarted():
                definitions[fact.key] = fact.definition
            case f.ElementActivated():
                element = play.processes[definitions[fact.process]].elements[fact.element]
                if fact.index or not (isinstance(element, Activity) and element.loop is not None):
                    alive[fact.key] = element
            case f.ElementCompleted() if fact.key in alive:
                yield alive[fact.key]


def _variables(run: Run, expect: Expectation) -> Iterator[str]:
    found: dict[str, Any] = run.state.elements[ROOT].variables
    for name, expected in expect.variables.items():
        if found.get(name) != expected:
            yield f"{name} is {to_json(found.get(name))}, not {to_json(expected)}"


def _instances(play: Simulation) -> Counter[str]:
    """How many instances of each process were started besides the root, called ones included."""
    return Counter(
        fact.process
        for number, run in enumerate(play.runs)
        for fact in run.facts
        if isinstance(fact, f.ProcessStarted) and (number or fact.key != ROOT)
    )
