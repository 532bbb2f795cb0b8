"""The decision on a batch: who gets which item, and why, all of them at once.

Musts come first and are never weighed: a candidate is active and not away, is named by the item or belongs to one of
its groups, has every skill, speaks the language, and has a free place. What is weighed stands in `costs`.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from engine.kernel.facts import Considered
from engine.routing.costs import Office
from engine.routing.musts import why_nobody
from engine.routing.reasons import Reason
from engine.routing.solve import NOBODY, Problem, solve
from engine.routing.terms import Assignment, Expert, Item, Unplaced, Wish

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def assign(wishes: Iterable[Wish], office: Office) -> tuple[tuple[Assignment, ...], tuple[Unplaced, ...]]:
    """Decide on all wishes. Gives who gets what, and what nobody gets, the most pressing first.

    The same input gives the same answer, in whatever order it comes.
    """
    ordered = sorted(wishes, key=lambda wish: urgency(wish.item))
    problem, candidates = problem_of(ordered, office)
    chosen = solve(problem)
    made, left = [], []
    for wish, person, able in zip(ordered, chosen, candidates, strict=True):
        if person == NOBODY:
            left.append(Unplaced(wish.item, why_nobody(wish.item, office.people, office.absences.away(office.today))))
            continue
        account = office.people[person].account
        for_whom = wish.owner if wish.owner != account else ""
        made.append(Assignment(wish.item, account, reason_of(wish, account, able), able, for_whom))
    return tuple(made), tuple(left)


def problem_of(ordered: Sequence[Wish], office: Office) -> tuple[Problem, list[tuple[Considered, ...]]]:
    """The problem in numbers, and the candidates of each wish. Wishes that ask the same are looked at once."""
    numbers = {person.account: number for number, person in enumerate(office.people)}
    known: dict[tuple[object, ...], tuple[dict[int, int], tuple[Considered, ...]]] = {}
    found = []
    for wish in ordered:
        asked = what_it_asks(wish)
        if asked not in known:
            people = office.candidates(wish)
            costs = {numbers[one.account]: sum(office.against(one, wish).values()) for one in people}
            known[asked] = costs, tuple(office.considered(one, wish) for one in people)
        found.append(known[asked])
    most = len(ordered)
    problem = Problem(
        costs=[costs for costs, _ in found],
        places=[places_of(person, office) for person in office.people],
        urgency=[(wish.item.priority + 1 - number / most) / 101 for number, wish in enumerate(ordered)],
    )
    return problem, [able for _, able in found]


def what_it_asks(wish: Wish) -> tuple[object, ...]:
    item = wish.item
    due = item.due_at.date() if item.due_at else None
    return (
        *(item.groups, item.users, item.skills, item.language, item.area, due),
        *(wish.known, wish.only, wish.never),
    )


def places_of(person: Expert, office: Office) -> list[int]:
    """What each of the person's free places costs, the cheapest first."""
    held = office.load.get(person.account, 0)
    return [office.slot(person, holds) for holds in range(held, office.capacity(person))]


def urgency(item: Item) -> tuple[int, datetime, datetime, str, int]:
    """What is important comes before what is due soon, and that before what has waited longest."""
    return (
        -item.priority,
        item.due_at or END_OF_TIME,
        item.created_at or END_OF_TIME,
        item.instance_id,
        item.key,
    )


def reason_of(wish: Wish, account: str, able: Sequence[Considered]) -> Reason:
    chosen = next(one for one in able if one.account == account)
    words = {"person": account, "load": str(chosen.load), "candidates": str(len(able)), **wish.words}
    if wish.why and (wish.why not in FOR_THE_KNOWN or account == wish.known):
        return Reason(wish.why, words)
    if account == wish.known:
        return Reason("continuity", words)
    known = wish.owner or wish.known
    if known and any(one.account == known for one in able):
        return Reason("continuity-outweighed", words | {"known": known})
    if known and len(able) > 1:
        return Reason("best-instead-of", words | {"known": known})
    if known:
        return Reason("only-instead-of", words | {"known": known})
    if len(able) == 1:
        return Reason("only-candidate", words)
    if all(chosen.load <= one.load for one in able):
        return Reason("least-load", words)
    return Reason("best", words)


#: Reasons of a round that hold only when the person whom it looked for gets the item.
FOR_THE_KNOWN = frozenset({"stands-in", "takes-over"})
