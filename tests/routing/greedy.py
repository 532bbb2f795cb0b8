"""One item after the other to whom it suits best at that moment: what a round must never be worse than."""

from collections.abc import Mapping, Sequence

from engine.routing.assign import problem_of, urgency
from engine.routing.costs import Office
from engine.routing.solve import losses
from engine.routing.terms import Wish

Chosen = Mapping[tuple[str, int], str]


def greedy(wishes: Sequence[Wish], office: Office) -> Chosen:
    ordered = sorted(wishes, key=lambda wish: urgency(wish.item))
    problem, _ = problem_of(ordered, office)
    left = [list(places) for places in problem.places]
    chosen = {}
    for wish, costs in zip(ordered, problem.costs, strict=True):
        open_to = [(cost + left[person][0], person) for person, cost in costs.items() if left[person]]
        if open_to:
            _, person = min(open_to)
            left[person].pop(0)
            chosen[wish.item.id] = office.people[person].account
    return chosen


def total(wishes: Sequence[Wish], office: Office, chosen: Chosen) -> float:
    """What speaks against all of it, with what is lost where nobody gets an item."""
    ordered = sorted(wishes, key=lambda wish: urgency(wish.item))
    problem, _ = problem_of(ordered, office)
    numbers = {person.account: number for number, person in enumerate(office.people)}
    taken = [0] * len(office.people)
    lost = losses(problem)
    cost = 0.0
    for number, wish in enumerate(ordered):
        account = chosen.get(wish.item.id)
        if account is None:
            cost += float(lost[number])
            continue
        person = numbers[account]
        cost += problem.costs[number][person] + problem.places[person][taken[person]]
        taken[person] += 1
    return cost
