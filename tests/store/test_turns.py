"""Turns: who came first goes first, and nobody waits for ever."""

import threading

import pytest

from engine.errors import Unavailable
from engine.store.turns import Turns


def test_who_comes_back_goes_behind_those_who_wait() -> None:
    turns, order = Turns(1, 30), []
    inside, waiting = threading.Event(), threading.Event()

    def greedy() -> None:
        with turns:
            order.append("greedy")
            inside.set()
            assert waiting.wait(30)
        with turns:
            order.append("greedy again")

    def patient() -> None:
        with turns:
            order.append("patient")

    first, second = threading.Thread(target=greedy), threading.Thread(target=patient)
    first.start()
    assert inside.wait(30)
    second.start()
    while not turns.waiting:
        inside.wait(0)
    waiting.set()
    first.join()
    second.join()
    assert order == ["greedy", "patient", "greedy again"]


def test_whose_patience_ends_is_told_and_takes_no_turn_from_others() -> None:
    turns = Turns(1, 0.01)
    told: list[Unavailable] = []

    def hurried() -> None:
        try:
            with turns:
                raise AssertionError("it was let in beside the other")
        except Unavailable as error:
            told.append(error)

    with turns:
        second = threading.Thread(target=hurried)
        second.start()
        second.join()
    assert "more to do than it can" in str(told[0])
    for _ in range(2):
        with turns:
            assert turns.waiting == 0
    with pytest.raises(KeyError), turns:
        raise KeyError
    with turns:
        assert turns.waiting == 0
