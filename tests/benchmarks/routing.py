"""A routing round at its largest: 2,000 work items to 50 experts, decided exactly; beside it one item after the other.

Experts have two of five focus areas, some languages, different working times and work already; a half of the customers
have an expert of their own. The whole round also reads and writes: 500 work items of a real database.
"""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import TypeVar

from engine.routing import Absences, Expert, Item, Office, Wish, assign, run_round
from engine.store import people
from engine.store.people import Person
from engine.testing import FakeClock, engine_on
from tests.routing.greedy import greedy, total
from tests.routing.office_path import FILE

T = TypeVar("T")

ITEMS, EXPERTS, MOVED = 2000, 50, 500
SKILLS = ("rekrytointi", "kehittaminen", "muutosturva", "koulutus", "aloittavat")
TODAY = date(2026, 3, 2)
TRIES = 3


def run() -> list[dict[str, object]]:
    office, wishes = drawn(random.Random(7))
    milliseconds, (made, left) = best_of(lambda: assign(wishes, office))
    alone, one_by_one = best_of(lambda: greedy(wishes, office))
    together = {one.item.id: one.person for one in made}
    worse = total(wishes, office, one_by_one) - total(wishes, office, together)
    return [
        measurement("deciding 2,000 items to 50 experts", milliseconds, "ms", alone),
        measurement("items of them placed", len(made), "", len(one_by_one)),
        measurement("items left to the managers", len(left), ""),
        measurement("points against, less than greedy", worse, ""),
        measurement("a whole round of 500 items on SQLite", measured_round(), "ms"),
    ]


def measurement(name: str, value: float, unit: str, greedy: float | None = None) -> dict[str, object]:
    found: dict[str, object] = {"name": name, "value": round(value), "unit": unit}
    if greedy:
        found |= {"peer": "greedy", "peer_value": round(greedy), "ratio": round(value / greedy, 2)}
    return found


def drawn(chance: random.Random) -> tuple[Office, Sequence[Wish]]:
    accounts = [f"asiantuntija{number}" for number in range(EXPERTS)]
    experts = [
        Expert(
            account=account,
            groups=frozenset({"yrityspalvelut"}),
            skills=frozenset(chance.sample(SKILLS, 2)),
            languages=frozenset({"fi", *chance.sample(("sv", "en"), 1)}),
            share=chance.choice((1.0, 1.0, 0.8, 0.5)),
        )
        for account in accounts
    ]
    load = {account: chance.randrange(15) for account in accounts}
    wishes = []
    for number in range(ITEMS):
        known = chance.choice(("", chance.choice(accounts)))
        item = Item(
            instance_id=f"instance{number}",
            key=1,
            groups=frozenset({"yrityspalvelut"}),
            skills=frozenset({chance.choice(SKILLS)}),
            language=chance.choice(("fi", "fi", "fi", "sv", "en")),
            continuity=known,
            priority=chance.choice((40, 50, 50, 60, 90)),
            due_at=datetime(2026, 3, 2, 14, tzinfo=UTC) + timedelta(days=chance.randrange(30)),
        )
        wishes.append(Wish(item=item, known=known, owner=known))
    return Office(experts, load, Absences(), TODAY), wishes


def best_of(work: Callable[[], T]) -> tuple[float, T]:
    """The shortest of a few tries in milliseconds, and what came out."""
    times = []
    for _ in range(TRIES):
        begun = perf_counter()
        result = work()
        times.append(1000 * (perf_counter() - begun))
    return min(times), result


def measured_round() -> float:
    engine = engine_on("sqlite://", FakeClock(datetime(2026, 3, 2, 8, tzinfo=UTC)))
    engine.deploy({"path.bpmn": FILE}, actor="benchmark")
    for number in range(EXPERTS):
        account = f"asiantuntija{number}"
        skilled = Person(account=account, name=account, groups=("yrityspalvelut",), skills=("rekrytointi",))
        people.save(engine.database, skilled)
    for _ in range(MOVED):
        engine.start("path", {"skills": "rekrytointi", "language": "", "priority": 50}, actor="benchmark")
    begun = perf_counter()
    made = run_round(engine).assignments
    milliseconds = 1000 * (perf_counter() - begun)
    engine.database.close()
    if len(made) != MOVED:
        raise AssertionError(f"The round gave out {len(made)} of {MOVED} work items.")
    return milliseconds
