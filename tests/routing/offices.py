"""Offices, people and work drawn at random, and the small ones that a single promise needs."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from engine.calendar import WorkingWeek
from engine.routing import Absences, Expert, Item, Office, Weights, Wish
from engine.store.absences import Absence

MONDAY = date(2026, 3, 2)
GROUPS = ("yrityspalvelut", "palveluesimiehet")
SKILLS = ("rekrytointi", "kehittaminen", "muutosturva")
LANGUAGES = ("fi", "sv")
AREAS = ("Nokia", "Tampere")
ACCOUNTS = tuple(f"asiantuntija{n}" for n in range(1, 7))
WEEKS = (WorkingWeek(), WorkingWeek((495, 495, 0, 0, 0)), WorkingWeek((0, 240, 240, 240, 240)))

anna = Expert(account="anna", groups=frozenset({"yrityspalvelut"}), skills=frozenset({"rekrytointi"}))
bo = Expert(account="bo", groups=frozenset({"yrityspalvelut"}), languages=frozenset({"sv"}))
item = Item(instance_id="i1", key=7, groups=frozenset({"yrityspalvelut"}))


def office(*people: Expert, load: dict[str, int] | None = None, away: tuple[Absence, ...] = ()) -> Office:
    return Office(people, load or {}, Absences(away), MONDAY)


def wish(wanted: Item, known: str = "") -> Wish:
    return Wish(item=wanted, known=known, owner=known)


def some(names: tuple[str, ...], most: int = 2) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(names), max_size=most)


PEOPLE = st.lists(
    st.builds(
        Expert,
        account=st.sampled_from(ACCOUNTS),
        groups=some(GROUPS),
        skills=some(SKILLS, 3),
        languages=some(LANGUAGES),
        areas=some(AREAS, 1),
        active=st.sampled_from((True, True, True, False)),
        week=st.sampled_from(WEEKS),
        share=st.sampled_from((1.0, 0.4, 0.5)),
        capacity=st.sampled_from((None, 0, 1, 3)),
    ),
    unique_by=lambda person: person.account,
    max_size=6,
)
ITEMS = st.lists(
    st.builds(
        Item,
        instance_id=st.sampled_from(("a", "b", "c")),
        key=st.integers(1, 20),
        groups=some(GROUPS),
        users=some(ACCOUNTS, 1),
        skills=some(SKILLS, 1),
        language=st.sampled_from(("", "", *LANGUAGES)),
        area=st.sampled_from(("", *AREAS)),
        continuity=st.sampled_from(("", *ACCOUNTS)),
        priority=st.sampled_from((0, 50, 90)),
        due_at=st.sampled_from((None, *(datetime(2026, 3, 2, 14, tzinfo=UTC) + timedelta(days=n) for n in range(9)))),
    ),
    unique_by=lambda one: one.id,
    max_size=12,
)
LOAD = st.dictionaries(st.sampled_from(ACCOUNTS), st.integers(0, 5))
ABSENCES = st.lists(
    st.builds(
        Absence,
        account=st.sampled_from(ACCOUNTS),
        first_day=st.sampled_from([MONDAY + timedelta(days=n) for n in range(-3, 4)]),
        last_day=st.sampled_from((None, *(MONDAY + timedelta(days=n) for n in range(4, 9)))),
        substitute=st.sampled_from(("", *ACCOUNTS)),
    ),
    unique_by=lambda absence: absence.account,
    max_size=2,
)
WEIGHTS = st.builds(
    Weights,
    continuity=st.sampled_from((0, 200)),
    load=st.sampled_from((0, 10, 100)),
    deadline=st.sampled_from((0, 60)),
    area=st.sampled_from((0, 20)),
    capacity=st.sampled_from((2, 60)),
)
OFFICES = st.builds(
    Office,
    PEOPLE,
    LOAD,
    ABSENCES.map(lambda found: Absences(tuple(found))),
    st.just(MONDAY),
    WEIGHTS,
)
WISHES = ITEMS.map(lambda items: [wish(one, one.continuity) for one in items])
