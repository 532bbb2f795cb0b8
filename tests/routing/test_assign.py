"""Routing never breaks a must, is fair, prefers who knows the customer, and always decides the same."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import WorkingWeek
from engine.routing import Office, Wish, assign, why_nobody
from engine.store.absences import Absence
from tests.routing.greedy import greedy, total
from tests.routing.offices import MONDAY, OFFICES, WISHES, anna, bo, item, office, wish


def test_the_customers_own_expert_gets_the_work_also_when_they_hold_more() -> None:
    ((given_to,), _) = assign([wish(item, "bo")], office(anna, bo, load={"bo": 9}))

    assert given_to.person == "bo"
    assert str(given_to.reason) == "bo knows the customer already."


def test_continuity_yields_where_the_own_expert_holds_far_too_much() -> None:
    ((given_to,), _) = assign([wish(item, "bo")], office(anna, bo, load={"bo": 30}))

    assert given_to.person == "anna"
    assert str(given_to.reason) == (
        "bo knows the customer, but holds too much or would be late; "
        "anna, who holds 0 work items, fits best of 2 who can do this."
    )


def test_when_the_own_expert_cannot_the_reason_says_so() -> None:
    left = replace(bo, active=False)

    ((given_to,), _) = assign([wish(item, "bo")], office(anna, left, load={"anna": 3}))

    assert given_to.person == "anna"
    assert str(given_to.reason) == "bo, who knows the customer, can't take this now; anna is the only one who can."


def test_work_goes_to_who_holds_the_least_and_keeps_who_was_considered() -> None:
    ((given_to,), _) = assign([wish(item)], office(anna, bo, load={"anna": 2, "bo": 1}))

    assert given_to.person == "bo"
    assert [(who.account, who.load, who.against) for who in given_to.considered] == [
        ("anna", 2, {"load": 20}),
        ("bo", 1, {"load": 10}),
    ]
    assert str(given_to.reason) == "bo holds the fewest work items (1) of 2 who can do this."


def test_a_batch_is_spread_by_how_much_people_work() -> None:
    batch = [wish(replace(item, key=key)) for key in range(12)]
    half = replace(bo, share=0.5)

    made, _ = assign(batch, office(anna, half))

    given_to = [one.person for one in made]
    assert (given_to.count("anna"), given_to.count("bo")) == (8, 4)


def test_who_serves_the_area_goes_before_who_does_not() -> None:
    here = replace(bo, areas=frozenset({"Nokia"}))

    ((given_to,), _) = assign([wish(replace(item, area="Nokia"))], office(anna, here, load={"bo": 1}))

    assert given_to.person == "bo"


def test_who_is_off_until_it_is_due_does_not_get_it() -> None:
    due_on_tuesday = replace(item, due_at=datetime(2026, 3, 3, 14, tzinfo=UTC))
    from_wednesday = replace(anna, week=WorkingWeek((0, 0, 495, 495, 495)))

    ((given_to,), _) = assign([wish(due_on_tuesday)], office(from_wednesday, bo, load={"bo": 3}))

    assert given_to.person == "bo"


def test_urgent_work_is_placed_first_where_places_are_few() -> None:
    only = replace(anna, capacity=1)
    usual, urgent = replace(item, key=1), replace(item, key=2, priority=90)

    made, left = assign([wish(usual), wish(urgent)], office(only))

    assert [one.item.key for one in made] == [2]
    assert [str(one.reason) for one in left] == ["Everybody who can do this holds as much as they can (1 people)."]


def test_what_nobody_can_do_is_left_with_the_reason() -> None:
    hard = replace(item, skills=frozenset({"muutosturva"}), language="sv")
    elsewhere = replace(item, key=8, groups=frozenset({"palveluesimiehet"}))

    made, left = assign([wish(hard), wish(elsewhere)], office(anna, bo))

    assert made == ()
    assert {str(one.reason) for one in left} == {
        "None of the 2 people asked has all that is needed: muutosturva, sv.",
        "Nobody active belongs to palveluesimiehet.",
    }
    assert str(why_nobody(item, [anna, bo], {"anna", "bo"})) == "Everybody who can do this is away (2 people)."


def test_who_is_away_gets_nothing() -> None:
    away = Absence(account="bo", first_day=MONDAY - timedelta(days=1), last_day=MONDAY)

    ((given_to,), _) = assign([wish(item, "bo")], office(anna, bo, away=(away,)))

    assert given_to.person == "anna"


@given(WISHES, OFFICES)
def test_musts_are_never_broken_and_nobody_is_over_capacity(wishes: list[Wish], staffed: Office) -> None:
    by_account = {person.account: person for person in staffed.people}
    held = dict(staffed.load)

    made, left = assign(wishes, staffed)

    for assignment in made:
        person, need = by_account[assignment.person], assignment.item
        assert person.active
        assert staffed.absences.on(person.account, MONDAY) is None
        assert need.skills <= person.skills
        assert not need.language or need.language in person.languages
        assert not (need.groups or need.users) or person.groups & need.groups or person.account in need.users
        held[person.account] = held.get(person.account, 0) + 1
        assert held[person.account] <= staffed.capacity(person)
        assert assignment.person in {one.account for one in assignment.considered}
    assert len(made) + len(left) == len(wishes)
    assert {one.item.id for one in made} | {one.item.id for one in left} == {one.item.id for one in wishes}


@given(WISHES, OFFICES, st.randoms(use_true_random=False))
def test_the_same_input_gives_the_same_answer_in_whatever_order_it_comes(
    wishes: list[Wish], staffed: Office, chance: random.Random
) -> None:
    expected = assign(wishes, staffed)

    people = list(staffed.people)
    for names in (wishes, people):
        chance.shuffle(names)
    again = Office(people, staffed.load, staffed.absences, staffed.today, staffed.weights)

    assert assign(wishes, again) == expected


@given(WISHES, OFFICES)
def test_a_batch_is_never_worse_than_one_item_after_the_other(wishes: list[Wish], staffed: Office) -> None:
    made, _ = assign(wishes, staffed)
    together = {one.item.id: one.person for one in made}
    one_by_one = greedy(wishes, staffed)

    assert len(together) >= len(one_by_one)
    assert total(wishes, staffed, together) <= total(wishes, staffed, one_by_one) + 1e-6


def test_a_batch_is_better_than_one_item_after_the_other_where_that_ends_in_a_corner() -> None:
    """Anna can do both, Bo only the second: whoever gives Anna the second leaves the first to nobody."""
    skilled = replace(anna, capacity=1)
    first = wish(replace(item, key=1, skills=frozenset({"rekrytointi"})))
    urgent = wish(replace(item, key=2, priority=90))

    made, left = assign([first, urgent], office(skilled, bo, load={"bo": 0}))

    assert {one.item.key: one.person for one in made} == {1: "anna", 2: "bo"}
    assert left == ()
