"""What was typed into the form of a person's work, and what is wrong with it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from flask_babel import gettext, lazy_gettext

from engine.store.people import Person

DAYS = ("mon", "tue", "wed", "thu", "fri")
DAY_NAMES = {
    "mon": lazy_gettext("Monday"),
    "tue": lazy_gettext("Tuesday"),
    "wed": lazy_gettext("Wednesday"),
    "thu": lazy_gettext("Thursday"),
    "fri": lazy_gettext("Friday"),
}
LISTS = ("groups", "skills", "languages", "areas")
LONGEST = 200
MOST_CAPACITY = 1000
HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2})|:([0-5]\d))?")


@dataclass(frozen=True)
class Typed:
    """The fields as they were typed. `errors` has a sentence for each that won't do."""

    lists: Mapping[str, str]
    team: str
    hours: Mapping[str, str]
    capacity: str
    errors: Mapping[str, str] = field(default_factory=dict)


def as_typed(person: Person) -> Typed:
    hours = {day: written(minutes) for day, minutes in zip(DAYS, person.week, strict=False)}
    return Typed(
        {name: ", ".join(getattr(person, name)) for name in LISTS},
        person.team,
        {day: hours.get(day, "") for day in DAYS},
        "" if person.capacity is None else str(person.capacity),
    )


def typed(form: Mapping[str, str], teams: Iterable[str]) -> Typed:
    """The form, checked."""
    lists = {name: form.get(name, "").strip() for name in LISTS}
    hours = {day: form.get(day, "").strip() for day in DAYS}
    team, capacity = form.get("team", ""), form.get("capacity", "").strip()
    errors = {}
    for name, text in lists.items():
        if len(text) > LONGEST:
            errors[name] = gettext("Write at most %(length)s characters.", length=LONGEST)
    if team and team not in set(teams):
        errors["team"] = gettext("Choose a team of the list.")
    given = [day for day, text in hours.items() if text]
    for day, text in hours.items():
        if text and minutes(text) is None:
            errors[day] = gettext("Give the hours of the day like 7,5 or 7:30, at most 24.")
        elif not text and given:
            errors[day] = gettext("Give the hours of each day, 0 for a day off; or leave all five empty.")
    if capacity and not (capacity.isdecimal() and int(capacity) <= MOST_CAPACITY):
        errors["capacity"] = gettext("Give a whole number from 0 to %(most)s, or leave it empty.", most=MOST_CAPACITY)
    return Typed(lists, team, hours, capacity, errors)


def changed(person: Person, form: Typed) -> Person:
    """The person as the form says. Only without errors."""
    week = tuple(minutes(form.hours[day]) or 0 for day in DAYS) if any(form.hours.values()) else ()
    return replace(
        person,
        groups=words(form.lists["groups"]),
        skills=words(form.lists["skills"]),
        languages=words(form.lists["languages"]),
        areas=words(form.lists["areas"]),
        team=form.team,
        week=week,
        capacity=int(form.capacity) if form.capacity else None,
    )


def words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def minutes(text: str) -> int | None:
    """Hours as they are written, as minutes; None for anything else."""
    found = HOURS.fullmatch(text)
    if found is None:
        return None
    hours, fraction, past = found.groups()
    part = int(past) if past else round(float(f"0.{fraction or 0}") * 60)
    total = int(hours) * 60 + part
    return total if total <= 24 * 60 else None


def written(number: int) -> str:
    return f"{number // 60}:{number % 60:02}" if number % 60 else str(number // 60)
