"""What speaks against giving an item to a person, in points. Whole numbers, so that sums are exact."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.calendar import is_working_day
from engine.kernel.facts import Considered
from engine.routing.musts import can_do
from engine.routing.substitutes import Absences
from engine.routing.terms import Expert, Item, Wish
from engine.routing.weights import USUAL, Weights

ONE_DAY = timedelta(days=1)
HORIZON = 60  # working days: what is due later presses nobody
LEAST_SHARE = 0.1  # who works a tenth of a week counts as such, who works less too


@dataclass(frozen=True)
class Office:
    """Who may get work on a day, what they hold, and what counts how much. `people` are in the order of accounts."""

    people: Sequence[Expert]
    load: Mapping[str, int]
    absences: Absences
    today: date
    weights: Weights = USUAL
    place: str = "FI"
    days: tuple[date, ...] = field(init=False)  # the working days from today on
    absent_days: Mapping[str, tuple[int, ...]] = field(init=False)  # how many of the first n each is off

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", tuple(sorted(self.people, key=lambda person: person.account)))
        object.__setattr__(self, "days", tuple(working_days(self.today, self.place)))
        off = {person.account: tuple(self.days_off(person)) for person in self.people}
        object.__setattr__(self, "absent_days", off)

    def days_off(self, person: Expert) -> Iterable[int]:
        count = 0
        yield count
        for day in self.days:
            count += not person.week.works_on(day, self.place) or self.absences.on(person.account, day) is not None
            yield count

    def there(self, person: Expert) -> bool:
        return person.active and self.absences.on(person.account, self.today) is None

    def capacity(self, person: Expert) -> int:
        """How many work items the person holds at most."""
        if person.capacity is not None:
            return person.capacity
        return round(self.weights.capacity * max(person.share, 0.0))

    def slot(self, person: Expert, holds: int) -> int:
        """What speaks against one more item for a person who holds `holds`: the more, the more."""
        return round(self.weights.load * holds / max(person.share, LEAST_SHARE))

    def candidates(self, wish: Wish) -> list[Expert]:
        return [
            person
            for person in self.people
            if person.account != wish.never
            and (not wish.only or person.account == wish.only)
            and can_do(person, wish.item)
            and self.there(person)
        ]

    def against(self, person: Expert, wish: Wish) -> dict[str, int]:
        """What speaks against the person, whatever else they get; parts that are nothing are left out."""
        item, weights = wish.item, self.weights
        parts = {
            "continuity": weights.continuity if wish.known and wish.known != person.account else 0,
            "deadline": round(weights.deadline * self.part_off(person, item)),
            "area": weights.area if item.area and item.area not in person.areas else 0,
        }
        return {name: points for name, points in parts.items() if points}

    def part_off(self, person: Expert, item: Item) -> float:
        """Which part of the working days until it is due the person is off or away; today counts too."""
        if item.due_at is None:
            return 0.0
        until = max(bisect_right(self.days, item.due_at.date()), 1)
        return self.absent_days[person.account][until] / until

    def considered(self, person: Expert, wish: Wish) -> Considered:
        """The candidate as the history keeps them."""
        holds = self.load.get(person.account, 0)
        loaded = self.slot(person, holds)
        return Considered(person.account, holds, self.against(person, wish) | ({"load": loaded} if loaded else {}))


def working_days(first: date, place: str) -> Iterable[date]:
    day, found = first, 0
    while found < HORIZON:
        if is_working_day(day, place):
            found += 1
            yield day
        day += ONE_DAY
