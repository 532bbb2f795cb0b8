"""What is never weighed: who may get an item at all."""

from collections.abc import Iterable

from engine.routing.reasons import Reason
from engine.routing.terms import Expert, Item


def can_do(person: Expert, item: Item) -> bool:
    return is_asked(person, item) and lacking(person, item) == ()


def is_asked(person: Expert, item: Item) -> bool:
    """Whether the item may go to this person at all. An item that names nobody and no group may go to anybody."""
    open_to_all = not item.groups and not item.users
    return person.active and (open_to_all or person.account in item.users or bool(person.groups & item.groups))


def lacking(person: Expert, item: Item) -> tuple[str, ...]:
    """The needed skills and the language that the person doesn't have."""
    missing = sorted(item.skills - person.skills)
    if item.language and item.language not in person.languages:
        missing.append(item.language)
    return tuple(missing)


def why_nobody(item: Item, people: Iterable[Expert], away: Iterable[str] = ()) -> Reason:
    """Why nobody gets `item`, for the person who must find somebody."""
    asked = [person for person in people if is_asked(person, item)]
    able = [person for person in asked if not lacking(person, item)]
    gone = frozenset(away)
    if not asked:
        return Reason("nobody-asked", {"groups": ", ".join(sorted(item.groups | item.users)) or "the office"})
    if not able:
        needs = sorted(item.skills) + ([item.language] if item.language else [])
        return Reason("nobody-able", {"asked": str(len(asked)), "needs": ", ".join(needs)})
    if all(person.account in gone for person in able):
        return Reason("nobody-there", {"able": str(len(able))})
    return Reason("nobody-free", {"able": str(len(able))})
