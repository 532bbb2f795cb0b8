"""One trace over facts and records: every filter, every page size, and a bound on how far one question looks."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from engine.history import FactRow, Filters, TracePage, trace
from engine.store import tracing, ways
from engine.store.records import Record, record
from tests.history.conftest import Past


@pytest.fixture
def told(past: Past) -> Past:
    """The past, with records among its facts: at the very moment of some of them, and between."""
    for hours, actor in ((0, "anna"), (1, "taru"), (2, "taru")):
        with past.database.writing() as session:
            at = past.clock.now() - timedelta(hours=hours)
            subject = f"company:{hours}"
            record(session, "CustomerRead", subject, actor=actor, now=at, business_key="1111111-1", reason="why not")
    return past


def everything(past: Past, filters: Filters | None = None, limit: int = 1000, **order: Any) -> list[FactRow | Record]:
    found: list[FactRow | Record] = []
    after: str | None = None
    while True:
        page: TracePage = trace(past.database, filters or Filters(), after=after, limit=limit, **order)
        found += page.items
        if (after := page.next) is None:
            return found


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("limit", [1, 2, 7])
def test_pages_of_facts_and_records_join_to_the_whole_in_the_order_of_time(
    told: Past, limit: int, newest_first: bool
) -> None:
    whole = everything(told, newest_first=newest_first)

    assert everything(told, limit=limit, newest_first=newest_first) == whole
    assert {type(row) for row in whole} == {FactRow, Record}
    assert [row.at for row in whole] == sorted((row.at for row in whole), reverse=newest_first)


@pytest.mark.parametrize("window", [1, 3, 10])
@pytest.mark.parametrize(
    "asked",
    [
        Filters(kind="WorkItemCompleted", actor="anna"),
        Filters(actor="taru", text="why"),
        Filters(text="WELDERS"),
        Filters(business_key="1111111-1", process_id="service"),
        Filters(definition="service:1", kind="WorkItemCreated"),
        Filters(element_id="meet", actor="anna", source="facts"),
        Filters(subject="company:1"),
        Filters(kind="FlowTaken"),
        Filters(kind="ElementActivated", element_id="meet"),
    ],
)
def test_a_question_that_may_look_at_few_rows_at_a_time_finds_the_same(
    told: Past, asked: Filters, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = everything(told, asked)
    monkeypatch.setattr(tracing, "WINDOW", window)
    monkeypatch.setattr(tracing, "WINDOW_OF_VALUES", window)

    assert everything(told, asked) == whole
    assert whole
    monkeypatch.setattr(tracing, "WINDOW", 1000)
    monkeypatch.setattr(tracing, "WINDOW_OF_VALUES", 1000)
    monkeypatch.setattr(tracing, "FIRST_LOOK", window)
    monkeypatch.setattr(ways, "SAMPLE", window)
    assert everything(told, asked) == whole
    monkeypatch.setattr(tracing, "PATIENCE", -1.0)
    assert everything(told, asked) == whole


def test_a_page_that_looked_in_vain_says_how_far_it_looked(told: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "WINDOW_OF_VALUES", 3)

    page = trace(told.database, Filters(text="nobody ever wrote this", source="facts"))

    assert page.items == ()
    assert page.next is not None
    assert page.looked == trace(told.database, Filters(source="facts"), limit=3).items[-1].at


def test_what_lies_behind_much_that_has_only_one_of_two_values_is_found_at_once(
    told: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: since she met the customer, Anna has begun a lot of other work
    asked = Filters(actor="anna", element_id="meet", source="facts")
    before = trace(told.database, asked).items
    for _ in range(10):
        told.clock.advance(timedelta(hours=1))
        told.engine.start("service", {}, actor="anna")
    monkeypatch.setattr(tracing, "WINDOW", 20)

    # then
    assert before
    assert trace(told.database, asked).items == before


def test_where_one_of_two_values_is_nowhere_nothing_is_looked_at(told: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "WINDOW", 1)

    nobody = trace(told.database, Filters(actor="nobody", element_id="meet"))

    assert (nobody.items, nobody.next, nobody.looked) == ((), None, None)


def test_what_only_facts_have_finds_no_records(told: Past) -> None:
    assert all(isinstance(row, FactRow) for row in everything(told, Filters(process_id="path")))
    assert all(isinstance(row, Record) for row in everything(told, Filters(source="records")))
    assert len(everything(told, Filters(actor="taru"))) == 2


def test_who_read_a_customers_data_is_found_by_the_customer(told: Past) -> None:
    found = everything(told, Filters(business_key="1111111-1", kind="CustomerRead"))

    assert [row.actor for row in found] == ["anna", "taru", "taru"]


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Filters(kind="WorkItemCompleted"), "ix_facts_kind"),
        (Filters(business_key="1111111-1"), "ix_facts_business_key"),
        (Filters(actor="anna"), "ix_facts_actor"),
        (Filters(kind="FlowTaken"), "ix_facts_at"),
    ],
)
def test_a_question_goes_along_its_index_also_where_that_has_not_all_facts(
    told: Past, asked: Filters, index: str
) -> None:
    with told.database.reading() as session:
        connection, plans = session.connection(), []

        def explain(_connection: Any, cursor: Any, statement: str, values: Any, *_: Any) -> None:
            if statement.startswith("SELECT"):
                plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
                plans.append(" ".join(step for *_, step in plan))

        event.listen(connection, "before_cursor_execute", explain)
        tracing.traced(session, asked, "facts", after=None, limit=10, newest_first=True)
        event.remove(connection, "before_cursor_execute", explain)

    assert plans
    assert [plan for plan in plans if index not in plan] == []
