"""Routing never breaks a must, is fair, prefers who knows the customer, and always decides the same."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.routing import Expert, Item, assign, read_reason, why_nobody
from engine.routing.reasons import SENTENCES, Reason

GROUPS = ("yrityspalvelut", "palveluesimiehet")
SKILLS = ("rekrytointi", "kehittaminen", "muutosturva")
LANGUAGES = ("fi", "sv")
ACCOUNTS = tuple(f"asiantuntija{n}" for n in range(1, 7))


def some(names: tuple[str, ...], most: int = 2) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(names), max_size=most)


PEOPLE = st.lists(
    st.builds(
        Expert,
        account=st.sampled_from(ACCOUNTS),
        groups=some(GROUPS),
        skills=some(SKILLS, 3),
        languages=some(LANGUAGES),
        active=st.booleans(),
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
        skills=some(SKILLS, 2),
        language=st.sampled_from(("", *LANGUAGES)),
        continuity=st.sampled_from(("", *ACCOUNTS)),
        priority=st.sampled_from((0, 50, 90)),
    ),
    unique_by=lambda item: (item.instance_id, item.key),
    max_size=12,
)
LOAD = st.dictionaries(st.sampled_from(ACCOUNTS), st.integers(0, 5))

anna = Expert(account="anna", groups=frozenset({"yrityspalvelut"}), skills=frozenset({"rekrytointi"}))
bo = Expert(account="bo", groups=frozenset({"yrityspalvelut"}), languages=frozenset({"sv"}))
item = Item(instance_id="i1", key=7, groups=frozenset({"yrityspalvelut"}))


def test_the_customers_own_expert_gets_the_work_however_much_they_hold() -> None:
    (given_to,) = assign([replace(item, continuity="bo")], [anna, bo], {"bo": 9})

    assert given_to.person == "bo"
    assert str(given_to.reason) == "bo knows the customer already."


def test_when_the_own_expert_cannot_the_reason_says_so() -> None:
    away = replace(bo, active=False)

    (given_to,) = assign([replace(item, continuity="bo")], [anna, away], {"anna": 3})

    assert given_to.person == "anna"
    assert str(given_to.reason) == (
        "bo, who knows the customer, can't take this; anna holds the fewest work items (3) of 1 who can."
    )


def test_work_goes_to_who_holds_the_least() -> None:
    (given_to,) = assign([item], [anna, bo], {"anna": 2, "bo": 1})

    assert given_to.person == "bo"
    assert [(who.account, who.load) for who in given_to.considered] == [("anna", 2), ("bo", 1)]
    assert str(given_to.reason) == "bo holds the fewest work items (1) of 2 who can do this."


def test_a_batch_is_spread_evenly() -> None:
    batch = [replace(item, key=key) for key in range(10)]

    given_to = [assignment.person for assignment in assign(batch, [anna, bo], {})]

    assert given_to.count("anna") == given_to.count("bo") == 5


def test_urgent_work_is_decided_first() -> None:
    soon = replace(item, key=1, due_at=datetime(2026, 3, 1, tzinfo=UTC))
    later = replace(item, key=2, due_at=datetime(2026, 4, 1, tzinfo=UTC))
    notice_of_reduction = replace(item, key=3, priority=90)

    order = [assignment.item.key for assignment in assign([later, soon, notice_of_reduction], [anna], {})]

    assert order == [3, 1, 2]


def test_nobody_gets_what_they_cannot_do_and_the_reason_can_be_told() -> None:
    hard = replace(item, skills=frozenset({"muutosturva"}), language="sv")

    assert assign([hard], [anna, bo], {}) == ()
    assert str(why_nobody(hard, [anna, bo])) == ("None of the 2 people asked has all that is needed: muutosturva, sv.")
    elsewhere = replace(item, groups=frozenset({"palveluesimiehet"}))
    assert str(why_nobody(elsewhere, [anna, bo])) == "Nobody active belongs to palveluesimiehet."
    assert why_nobody(item, [anna, bo]) is None


@given(ITEMS, PEOPLE, LOAD)
def test_musts_are_never_broken_and_whoever_can_be_served_is(
    items: list[Item], people: list[Expert], load: dict[str, int]
) -> None:
    by_account = {person.account: person for person in people}

    decided = assign(items, people, load)

    for assignment in decided:
        person, need = by_account[assignment.person], assignment.item
        assert person.active
        assert need.skills <= person.skills
        assert not need.language or need.language in person.languages
        assert not (need.groups or need.users) or person.groups & need.groups or person.account in need.users
    placed = {(assignment.item.instance_id, assignment.item.key) for assignment in decided}
    for left in items:
        assert ((left.instance_id, left.key) in placed) == (why_nobody(left, people) is None)
    assert len(placed) == len(decided)


@given(ITEMS, PEOPLE, LOAD, st.randoms(use_true_random=False))
def test_the_same_input_gives_the_same_answer_in_whatever_order_it_comes(
    items: list[Item], people: list[Expert], load: dict[str, int], chance: random.Random
) -> None:
    expected = assign(items, people, load)

    for names in (items, people):
        chance.shuffle(names)

    assert assign(items, people, load) == expected


@given(ITEMS, PEOPLE, LOAD)
def test_nobody_gets_work_that_a_candidate_with_less_could_have(
    items: list[Item], people: list[Expert], load: dict[str, int]
) -> None:
    for assignment in assign(items, people, load):
        held = {who.account: who.load for who in assignment.considered}
        if assignment.person != assignment.item.continuity:
            assert held[assignment.person] == min(held.values())


@pytest.mark.parametrize("code", SENTENCES)
def test_every_reason_can_be_read_back_from_its_sentence(code: str) -> None:
    words = dict.fromkeys(("person", "known", "load", "candidates", "groups", "asked", "needs"), "")
    values = {name: f"{name} 1, (x)" for name in words if f"{{{name}}}" in SENTENCES[code]}

    assert read_reason(str(Reason(code, values))) == Reason(code, values)


def test_a_sentence_that_a_person_wrote_is_no_reason_of_the_program() -> None:
    assert read_reason("She asked for it.") is None
    assert read_reason("") is None


@given(ITEMS, PEOPLE, LOAD)
def test_every_decision_states_a_reason_that_can_be_read_back(
    items: list[Item], people: list[Expert], load: dict[str, int]
) -> None:
    for assignment in assign(items, people, load):
        assert read_reason(str(assignment.reason)) == assignment.reason
