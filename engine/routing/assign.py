"""The decision: each waiting work item to the customer's own expert, else to who can do it and holds the least.

Musts come first and are never weighed: a person is a candidate who is active, is named by the item or belongs to
one of its groups, has every skill and speaks the language that it needs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.routing.reasons import Reason

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A work item that nobody holds, and what it asks of the person who gets it."""

    instance_id: str
    key: int
    groups: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    language: str = ""
    continuity: str = ""  # the account of the person who knows the customer already
    priority: int = 50
    due_at: datetime | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """What routing knows of a person."""

    account: str
    groups: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Considered:
    """A candidate and how many work items they held when it was decided."""

    account: str
    load: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """`item` goes to `person`; `considered` are all candidates, the chosen one included."""

    item: Item
    person: str
    reason: Reason
    considered: tuple[Considered, ...]


def assign(items: Iterable[Item], people: Iterable[Expert], load: Mapping[str, int]) -> tuple[Assignment, ...]:
    """Decide on all `items`, the most pressing first; those that nobody can do are left out.

    `load` says how many work items each account holds; who gets one here holds one more for the items that follow.
    The same input gives the same answer, in whatever order it comes.
    """
    held = dict(load)
    experts = sorted(people, key=lambda person: person.account)
    decided = []
    for item in sorted(items, key=urgency):
        candidates = [Considered(who.account, held.get(who.account, 0)) for who in experts if can_do(who, item)]
        if not candidates:
            continue
        person, reason = choose(item, candidates)
        held[person] = held.get(person, 0) + 1
        decided.append(Assignment(item, person, reason, tuple(candidates)))
    return tuple(decided)


def urgency(item: Item) -> tuple[int, datetime, datetime, str, int]:
    """What is important comes before what is due soon, and that before what has waited longest."""
    return (
        -item.priority,
        item.due_at or END_OF_TIME,
        item.created_at or END_OF_TIME,
        item.instance_id,
        item.key,
    )


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


def choose(item: Item, candidates: Sequence[Considered]) -> tuple[str, Reason]:
    """The customer's own expert if they are a candidate, else who holds the fewest; then the first by account."""
    if any(candidate.account == item.continuity for candidate in candidates):
        return item.continuity, Reason("continuity", {"person": item.continuity})
    chosen = min(candidates, key=lambda candidate: (candidate.load, candidate.account))
    words = {"person": chosen.account, "load": str(chosen.load), "candidates": str(len(candidates))}
    if item.continuity:
        return chosen.account, Reason("continuity-not-possible", words | {"known": item.continuity})
    if len(candidates) == 1:
        return chosen.account, Reason("only-candidate", {"person": chosen.account})
    return chosen.account, Reason("least-load", words)


def why_nobody(item: Item, people: Iterable[Expert]) -> Reason | None:
    """Why nobody can do `item`, for the person who must find somebody; None when somebody can."""
    asked = [person for person in people if is_asked(person, item)]
    if any(not lacking(person, item) for person in asked):
        return None
    if not asked:
        return Reason("nobody-asked", {"groups": ", ".join(sorted(item.groups | item.users)) or "the office"})
    needs = sorted(item.skills) + ([item.language] if item.language else [])
    return Reason("nobody-able", {"asked": str(len(asked)), "needs": ", ".join(needs)})
