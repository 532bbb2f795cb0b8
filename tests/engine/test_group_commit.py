"""Orders that come while others are carried out share the next transaction; nobody waits for long, nothing is lost."""

import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain

import pytest

from engine import group_commit
from engine.group_commit import MOST, GroupCommit

LONGEST = 30.0  # seconds that a busy machine may need


class Down(Exception):
    """The database does not answer."""


class Transactions:
    """Orders are texts: what stands before a dot must be the only one of its kind in a group.

    Who is `held` keeps its transaction open until it is let go. `alone` and `together` are what was carried out how.
    """

    def __init__(self, together: Callable[[Sequence[str]], list[str | None]] | None = None) -> None:
        self.alone: list[str] = []
        self.together: list[list[str]] = []
        self._together = together or (lambda orders: [f"{order} in company" for order in orders])
        self.group = GroupCommit(self.one, self.several, lambda order: (order.partition(".")[0],), Down)
        self.inside, self.go_on = threading.Event(), threading.Event()
        self.pool = ThreadPoolExecutor(40)

    def one(self, order: str) -> str:
        self.alone.append(order)
        if order == "held":
            self.inside.set()
            assert self.go_on.wait(LONGEST)
        return f"{order} alone"

    def several(self, orders: Sequence[str]) -> list[str | None]:
        self.together.append(list(orders))
        return self._together(orders)

    def come(self, order: str) -> Future[str]:
        """The order waits for a transaction, or is carried out if none is under way."""
        waiting = self.group.waiting
        coming = self.pool.submit(self.group.carry_out, order)
        while self.inside.is_set() and self.group.waiting == waiting and not coming.done():
            threading.Event().wait(0.001)
        return coming

    def come_meanwhile(self, *orders: str) -> list[Future[str]]:
        """The orders come in this order, while a transaction is under way, which then ends."""
        held = self.pool.submit(self.group.carry_out, "held")
        assert self.inside.wait(LONGEST)
        coming = [self.come(order) for order in orders]
        self.go_on.set()
        assert held.result(LONGEST) == "held alone"
        return coming


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE", LONGEST)


def results(coming: Sequence[Future[str]]) -> list[str]:
    return [one.result(LONGEST) for one in coming]


def test_who_comes_when_nothing_is_under_way_waits_for_nobody() -> None:
    transactions = Transactions()
    assert [transactions.group.carry_out(order) for order in "ab"] == ["a alone", "b alone"]
    assert transactions.together == []


@pytest.mark.usefixtures("patient")
def test_who_comes_meanwhile_shares_the_next_one() -> None:
    transactions = Transactions()
    assert results(transactions.come_meanwhile("a", "b", "c")) == ["a in company", "b in company", "c in company"]
    assert transactions.together == [["a", "b", "c"]]
    assert transactions.group.carry_out("later") == "later alone"


@pytest.mark.usefixtures("patient")
def test_two_of_the_same_name_go_after_each_other() -> None:
    transactions = Transactions()
    coming = transactions.come_meanwhile("a.1", "b", "a.2", "c", "a.3")
    assert results(coming) == ["a.1 in company", "b in company", "a.2 alone", "c in company", "a.3 alone"]


@pytest.mark.usefixtures("patient")
def test_a_group_has_its_limit() -> None:
    transactions = Transactions()
    orders = [str(number) for number in range(2 * MOST + 1)]
    results(transactions.come_meanwhile(*orders))
    assert [len(group) for group in transactions.together] == [MOST, MOST]
    assert [*chain(*transactions.together), *transactions.alone[1:]] == orders


@pytest.mark.usefixtures("patient")
def test_one_that_has_to_be_alone_goes_alone() -> None:
    transactions = Transactions(lambda orders: [None if order == "b" else order for order in orders])
    assert results(transactions.come_meanwhile("a", "b", "c")) == ["a", "b alone", "c"]


@pytest.mark.usefixtures("patient")
def test_when_the_transaction_fails_each_goes_alone() -> None:
    def fail(_: Sequence[str]) -> list[str | None]:
        raise ValueError("one of them can't be written")

    transactions = Transactions(fail)
    assert results(transactions.come_meanwhile("a", "b")) == ["a alone", "b alone"]
    assert transactions.group.carry_out("later") == "later alone"


@pytest.mark.usefixtures("patient")
def test_when_the_database_does_not_answer_all_are_told() -> None:
    def fail(_: Sequence[str]) -> list[str | None]:
        raise Down

    transactions = Transactions(fail)
    for one in transactions.come_meanwhile("a", "b"):
        assert isinstance(one.exception(LONGEST), Down)
    assert transactions.alone == ["held"]
    assert transactions.group.carry_out("later") == "later alone"


def test_nobody_waits_for_a_transaction_that_is_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    transactions = Transactions()
    monkeypatch.setattr(group_commit, "PATIENCE", 0.2)
    held = transactions.pool.submit(transactions.group.carry_out, "held")
    assert transactions.inside.wait(LONGEST)
    assert results([transactions.come("a"), transactions.come("b")])[0].startswith("a ")
    assert not held.done()
    transactions.go_on.set()
    assert held.result(LONGEST) == "held alone"
    assert transactions.group.waiting == 0


@pytest.mark.parametrize("seed", range(5))
def test_each_order_is_carried_out_once_whatever_happens(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "PATIENCE", 0.002)
    dice = random.Random(seed)
    done: list[str] = []

    def carry_out(orders: Sequence[str]) -> list[str | None]:
        threading.Event().wait(dice.random() * 0.004)
        if dice.random() < 0.1:
            raise ValueError("one of them can't be written")
        answers = [None if dice.random() < 0.1 else order for order in orders]
        done.extend(answer for answer in answers if answer is not None)
        return answers

    transactions = Transactions(carry_out)
    orders = [f"{dice.randrange(20)}.{number}" for number in range(400)]
    answers = list(transactions.pool.map(transactions.group.carry_out, orders))
    assert [answer.removesuffix(" alone") for answer in answers] == orders
    assert sorted(done + transactions.alone) == sorted(orders)
    for group in transactions.together:
        kinds = [order.partition(".")[0] for order in group]
        assert len(kinds) == len(set(kinds)) <= MOST
    assert transactions.group.waiting == 0
