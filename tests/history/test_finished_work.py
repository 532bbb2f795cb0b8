"""What an auditor checks of finished work, each by a story that makes it happen, on both databases."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from engine.operations import StartBefore
from engine.store import finished_work
from engine.store.finished_work import Looked
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import chain, diagram, user_task
from tests.history.conftest import Past

DUE = "=now() + duration(&quot;P2D&quot;)"  # inside an attribute
FILES = {
    "loan.bpmn": diagram(
        "loan",
        chain(
            user_task("assess", "Assess", due=DUE),
            user_task("approve", "Approve"),
        ),
    )
}


@pytest.fixture
def office(store_url: str) -> Iterator[Past]:
    """An office whose one process has two steps that two people should do; the first is due in two days."""
    clock = FakeClock()
    engine = engine_on(store_url, clock)
    engine.deploy(FILES, actor="owner")
    yield Past(engine, clock)
    engine.database.close()


def loan(office: Past, assessed_by: str, approved_by: str = "", *, days: int = 0) -> str:
    id = office.engine.start("loan", {}, actor="web", business_key="1111111-1")
    office.clock.advance(timedelta(days=days))
    office.complete(id, assessed_by)
    if approved_by:
        office.complete(id, approved_by)
    return id


def ask(office: Past, question: Callable[..., Looked], *, limit: int = 50, **asked: Any) -> list[Any]:
    """All rows, page after page."""
    found: list[Any] = []
    after: tuple[Any, ...] | None = None
    while True:
        with office.database.reading() as session:
            looked = question(session, **{"since": None, "until": None, **asked}, after=after, limit=limit)
        assert len(looked.rows) <= limit
        found += looked.rows
        if (after := looked.after) is None:
            return found


def same_person(office: Past, **more: Any) -> list[Any]:
    def question(session: Any, since: None, until: None, **paged: Any) -> Looked:
        return finished_work.same_person(session, "assess", "approve", **paged)

    return ask(office, question, **more)


def test_who_both_assessed_and_approved_is_found_and_nobody_else(office: Past) -> None:
    alone = loan(office, "anna", "anna")
    loan(office, "anna", "bo")
    loan(office, "bo", "anna")
    loan(office, "bo")

    (pair,) = same_person(office)

    assert (pair.first.instance_id, pair.first.element_id, pair.second.element_id) == (alone, "assess", "approve")
    assert {pair.first.completed_by, pair.second.completed_by} == {"anna"}


def test_every_pair_is_found_once_whatever_the_size_of_a_page(office: Past) -> None:
    made = [loan(office, who, who) for who in ("anna", "bo", "anna", "clara", "bo")]

    found = [pair.first.instance_id for pair in same_person(office, limit=2)]

    assert sorted(found) == sorted(made)


def test_what_was_done_after_it_was_due_is_late_and_the_rest_is_not(office: Past) -> None:
    late = loan(office, "anna", "bo", days=3)
    loan(office, "anna", "bo", days=1)

    (done,) = ask(office, finished_work.late)

    assert (done.instance_id, done.element_id, done.completed_by) == (late, "assess", "anna")
    assert done.due_at is not None
    assert done.completed_at > done.due_at
    assert ask(office, finished_work.late, until=done.completed_at) == []


def test_late_work_is_given_page_by_page_the_newest_first(office: Past) -> None:
    made = [loan(office, "anna", days=3) for _ in range(5)]

    assert [done.instance_id for done in ask(office, finished_work.late, limit=2)] == made[::-1]


def test_what_was_done_for_somebody_who_was_away_says_for_whom(office: Past) -> None:
    id = office.engine.start("loan", {}, actor="web", business_key="1111111-1")
    office.stand_in(id, "bo", owner="anna")
    office.complete(id, "bo")
    office.complete(id, "clara")

    (done,) = ask(office, finished_work.substituted)

    assert (done.instance_id, done.element_id) == (id, "assess")
    assert (done.completed_by, done.on_behalf_of) == ("bo", "anna")


def test_variables_set_by_hand_and_the_work_after_them_are_found(office: Past) -> None:
    id = loan(office, "anna")
    loan(office, "anna", "bo")
    office.clock.advance(timedelta(hours=1))
    office.engine.operations.set_variables(id, {"amount": 100}, "It was typed wrong.", actor="admin")
    office.complete(id, "bo")

    ((fact, work),) = ask(office, finished_work.after_modification)

    assert (fact.kind, fact.actor, fact.instance_id) == ("VariablesSet", "admin", id)
    assert fact.fields()["reason"] == "It was typed wrong."
    assert [(done.element_id, done.completed_by) for done in work] == [("approve", "bo")]


def test_changes_by_hand_of_every_kind_are_told_together_the_newest_first(office: Past) -> None:
    operations = office.engine.operations
    first, second = loan(office, "anna"), loan(office, "anna")
    for hour in range(3):
        office.clock.advance(timedelta(hours=1))
        operations.set_variables(first, {"amount": hour}, "Corrected.", actor="admin")
        office.clock.advance(timedelta(hours=1))
        operations.modify(second, [StartBefore("assess")], "Once more.", actor="admin")

    found = [fact.kind for fact, _ in ask(office, finished_work.after_modification, limit=2)]

    assert found == ["InstanceModified", "VariablesSet"] * 3
