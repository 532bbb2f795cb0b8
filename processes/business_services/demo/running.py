"""Living through a drawn year: the office and its customers are put together, play day by day, and the year is told."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from time import perf_counter

from engine.engine import Engine
from engine.ports import Clock
from engine.store import absences, people
from engine.store.people import Person
from processes.business_services.demo.drawing import absent, drawn, names, visited
from processes.business_services.demo.people import SKILLS, person
from processes.business_services.demo.stage import NO_PASSWORD, new_stage
from processes.business_services.demo.year import BEGINS, Year
from processes.business_services.demo.year_told import told
from processes.business_services.register.business_id import invented
from processes.business_services.register.staff import EXPERTS
from processes.business_services.stage import VirtualClock

#: One expert more, beside the demo office's own, for so many customers a year.
CUSTOMERS_OF_ONE = 250
#: Some of the visits that are planned the company declines.
PLANNED = 1.15
LAST_CONTACT = 0.9  # of the year: who comes later has hardly begun when it ends
MANAGER = "palveluesimies"


def run_year(
    open_engine: Callable[[Clock], Engine],
    echo: Callable[[str], None],
    *,
    days: int,
    customers: int,
    language: str = "en",
    seed: int = 1,
) -> None:
    """Live through `days` days with so many customers, and print the scorecard."""
    began = perf_counter()
    clock = VirtualClock(BEGINS)
    stage = new_stage(clock, open_engine(clock))
    stage.at_once = False  # the jobs of a morning are done together, as a worker beside the office would
    random = Random(seed)  # noqa: S311  a play, no secret
    staff = experts(customers // CUSTOMERS_OF_ONE)
    for one in staff:
        people.save(stage.engine.database, one)
    stage.people = (*stage.people, *staff)
    ids, called = invented(customers * 2), names(random, customers * 2)
    last = max(1, int(days * LAST_CONTACT))
    drawn_customers = [drawn(random, ids[number], called[number], last) for number in range(customers)]
    members = [one for one in stage.people if EXPERTS in one.groups]
    away = absent(random, [one.account for one in members], BEGINS.date(), days)
    with stage.engine.database.writing() as session:
        for absence in away:
            absences.add(session, absence, actor=MANAGER, now=BEGINS)
    year = Year(stage, days, drawn_customers, [], random, members, away)
    planned = round(year.visits_goal * PLANNED)
    known = [(one.contact["businessId"], one.contact["companyName"]) for one in drawn_customers]
    others = list(zip(ids[customers:], called[customers:], strict=True))
    year.visits = visited(random, planned, days, known, others)
    with rarely_collecting():
        for _ in range(days):
            year.play_day()
    for line in told(year, perf_counter() - began, language):
        echo(line)


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """The program's own objects live as long as it does: looking through them for garbage is a fifth of a long play."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def experts(count: int) -> list[Person]:
    """Further experts, so that an office of this size can do its work; each with two focus areas."""
    return [
        person(
            f"lisaasiantuntija{number}",
            f"Asiantuntija {number}",
            "expert",
            (EXPERTS,),
            NO_PASSWORD,
            (SKILLS[number % len(SKILLS)], SKILLS[(number + 1) % len(SKILLS)]),
            ("fi", "en", "sv"),
        )
        for number in range(1, count + 1)
    ]
