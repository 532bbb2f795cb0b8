"""The scorecard: the office's ten goals, as far as what is recorded tells them, month by month.

A goal that nothing recorded tells of is said to be so: a guess would look like a figure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from engine.store import Database, Session
from processes.business_services.register import figures
from processes.business_services.register.figures import Edges

MONTHS = 12
#: The national target of positive feedback, and the yearly goal of company visits.
POSITIVE_TARGET, VISITS_TARGET = 69, 1300
VISITS = "visits"

Unit = Literal["number", "percent"]
Values = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a goal for each month; None where there was nothing to take a share of.

    `whole` is that of all months together, `target` what it should be, where there is one.
    """

    code: str
    unit: Unit
    values: Values
    whole: int | None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the ten. Without measures, what is recorded does not tell it."""

    number: int
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`months` are the first days of the months, the oldest first; the last one is under way."""

    months: tuple[datetime, ...]
    goals: tuple[Goal, ...]


def scorecard(
    database: Database, now: datetime, zone: ZoneInfo, months: int = MONTHS, *, visits_target: int = VISITS_TARGET
) -> Scorecard:
    """The goals over the last `months` months, the present one included. `visits_target` is the office's own."""
    edges = month_edges(now.astimezone(zone), months)
    with database.reading() as session:
        goals = tuple(Goal(number, measured(session, edges, number, visits_target)) for number in range(1, 11))
    return Scorecard(edges[:-1], goals)


def month_edges(now: datetime, months: int) -> tuple[datetime, ...]:
    """The first moments of the last `months` months, and that of the next one, on the office's clock."""
    count = now.year * 12 + now.month - 1
    return tuple(
        datetime(number // 12, number % 12 + 1, 1, tzinfo=now.tzinfo) for number in range(count - months + 1, count + 2)
    )


def measured(session: Session, edges: Edges, goal: int, visits_target: int) -> tuple[Measure, ...]:
    found = (measure(session, edges) for measure in MEASURES.get(goal, ()))
    return tuple(replace(one, target=visits_target) if one.code == VISITS else one for one in found)


def number(
    code: str, count: Callable[[Session, Edges], Sequence[int]], target: int | None = None
) -> Callable[[Session, Edges], Measure]:
    def measure(session: Session, edges: Edges) -> Measure:
        values = tuple(count(session, edges))
        return Measure(code, "number", values, sum(values), target)

    return measure


def share(
    code: str, count: Callable[[Session, Edges], Sequence[tuple[int, int]]], target: int | None = None
) -> Callable[[Session, Edges], Measure]:
    """Of how many were counted, what part also had what was looked for, in percent."""

    def measure(session: Session, edges: Edges) -> Measure:
        pairs = tuple(count(session, edges))
        values = tuple(percent(part, whole) for whole, part in pairs)
        together = percent(sum(part for _, part in pairs), sum(whole for whole, _ in pairs))
        return Measure(code, "percent", values, together, target)

    return measure


def percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def service(id: str) -> Callable[[Session, Edges], Sequence[int]]:
    return lambda session, edges: figures.services_begun(session, edges, id)


#: Goals 4 (the experts' competence and well-being) and 7 (youth employment) are not in the register.
MEASURES: Mapping[int, tuple[Callable[[Session, Edges], Measure], ...]] = {
    1: (number("new-customers", figures.new_customers),),
    2: (number("recruitment", service("recruitment")),),
    3: (share("positive-feedback", figures.feedback, POSITIVE_TARGET),),
    5: (number("contacts", figures.contacts), number(VISITS, figures.visits)),
    6: (number("training", service("competence-development")),),
    8: (number("staff-reduction", service("staff-reduction")), number("guidance", service("network-guidance"))),
    9: (number("international", figures.new_international),),
    10: (share("in-time", figures.work_done),),
}
