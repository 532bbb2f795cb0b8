"""Figures over cases: variants, how long elements take and wait, how often they run, and how well it all fits."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from engine.history.mining.cases import MOST, Case, Cases, Event, cases
from engine.store import Database

RARE = 0.05  # of the cases; but at least one


@dataclass(frozen=True, slots=True)
class Variant:
    """One way through the process: its elements in their order, a repeated one once; and the cases that went it."""

    elements: tuple[str, ...]
    cases: tuple[Case, ...]
    share: float

    @property
    def rare(self) -> bool:
        return len(self.cases) == 1 or self.share < RARE


@dataclass(slots=True)
class ElementFigures:
    """How often an element ran, how long that took, and how long its work waited until somebody held it."""

    element: str
    name: str
    times: int = 0
    cases: int = 0
    durations: list[timedelta] = field(default_factory=list)
    waits: list[timedelta] = field(default_factory=list)

    @property
    def throughput(self) -> timedelta | None:
        """The median from beginning to end."""
        return middle(self.durations)

    @property
    def longest(self) -> timedelta | None:
        return max(self.durations, default=None)

    @property
    def waiting(self) -> timedelta | None:
        """The median from the inbox to a person's hands."""
        return middle(self.waits)


@dataclass(frozen=True, slots=True)
class Figures:
    cases: Cases
    variants: tuple[Variant, ...]
    elements: tuple[ElementFigures, ...]
    flows: Mapping[str, int]
    throughput: timedelta | None
    conformance: float
    deviating: tuple[Case, ...]

    @property
    def heat(self) -> dict[str, float]:
        """By element, from 0 to 1: its share of the time that cases spent."""
        spent = {one.element: sum(one.durations, timedelta()) for one in self.elements}
        most = max(spent.values(), default=timedelta())
        return {element: round(time / most, 3) for element, time in spent.items() if most and time}


def figures(
    database: Database, definition: str, since: datetime | None, until: datetime | None, *, most: int = MOST
) -> Figures:
    """What the newest `most` cases of a version that began in the period tell."""
    found = cases(database, definition, since, until, most=most)
    moves = sum(case.conformance.moves for case in found.items)
    wrong = sum(len(case.conformance.deviations) for case in found.items)
    return Figures(
        cases=found,
        variants=variants(found),
        elements=elements(found),
        flows=Counter(flow for case in found.items for flow in case.flows),
        throughput=middle([case.ended - case.began for case in found.items if case.ended is not None]),
        conformance=1 - wrong / moves if moves else 1.0,
        deviating=tuple(case for case in found.items if case.conformance.deviations),
    )


def variants(found: Cases) -> tuple[Variant, ...]:
    """The ways through the process, the most usual first."""
    ways: dict[tuple[str, ...], list[Case]] = defaultdict(list)
    for case in found.items:
        ways[way(case.events)].append(case)
    ordered = sorted(ways.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(Variant(steps, tuple(went), len(went) / len(found.items)) for steps, went in ordered)


def way(events: list[Event]) -> tuple[str, ...]:
    steps: list[str] = []
    for event in events:
        if not steps or steps[-1] != event.name:
            steps.append(event.name)
    return tuple(steps)


def elements(found: Cases) -> tuple[ElementFigures, ...]:
    known: dict[str, ElementFigures] = {}
    for case in found.items:
        for event in case.events:
            one = known.setdefault(event.element, ElementFigures(event.element, event.name))
            one.times += 1
            if event.finished and event.ended is not None:
                one.durations.append(event.ended - event.began)
            if event.taken is not None:
                one.waits.append(event.taken - event.began)
        for element in {event.element for event in case.events}:
            known[element].cases += 1
    return tuple(sorted(known.values(), key=lambda one: -sum(one.durations, timedelta())))


def middle(times: list[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(time.total_seconds() for time in times)) if times else None
