"""An auditor asks who did what, when, to whom and under which version, and gets exactly that."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from engine.errors import Invalid, NotFound
from engine.history import FactRow, Filters, csv_rows, facts, timeline
from tests.history.conftest import Past


def all_facts(past: Past, filters: Filters | None = None, limit: int = 100) -> list[FactRow]:
    found: list[FactRow] = []
    after: str | None = None
    while True:
        page = facts(past.database, filters, after=after, limit=limit)
        found += page.items
        if (after := page.next) is None:
            return found


def test_a_fact_says_who_when_where_and_under_which_version(past: Past) -> None:
    (done,) = all_facts(past, Filters(kind="WorkItemCompleted"))

    assert (done.actor, done.at, done.instance_id) == ("anna", past.clock.now(), past.first)
    assert (done.definition, done.process_id, done.process) == ("path:1", "path", 1)
    assert (done.element_id, done.element_name, done.business_key) == ("meet", "Meet the customer", "1111111-1")
    assert set(done.data) == {"key"}


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("actor", "bo", lambda fact: fact.actor == "bo"),
        ("business_key", "1111111-1", lambda fact: fact.business_key == "1111111-1"),
        ("process_id", "service", lambda fact: fact.process_id == "service"),
        ("definition", "path:1", lambda fact: fact.definition == "path:1"),
        ("kind", "FlowTaken", lambda fact: fact.kind == "FlowTaken"),
        ("text", "WELDERS", lambda fact: "welders" in str(fact.data)),
    ],
)
def test_every_filter_gives_what_fits_and_all_of_it(
    past: Past, name: str, value: str, holds: Callable[[FactRow], bool]
) -> None:
    everything = all_facts(past)
    asked: dict[str, Any] = {name: value}

    found = all_facts(past, Filters(**asked))

    assert found == [fact for fact in everything if holds(fact)]
    assert 0 < len(found) < len(everything)


def test_times_are_from_the_first_on_until_just_before_the_last(past: Past) -> None:
    everything = all_facts(past)
    moment = past.clock.now() - timedelta(hours=1)  # when the second customer came

    found = all_facts(past, Filters(since=moment, until=past.clock.now()))

    assert found == [fact for fact in everything if fact.at == moment]
    assert {fact.instance_id for fact in found} == {past.second}


def test_a_wild_card_in_a_text_stands_for_itself(past: Past) -> None:
    assert all_facts(past, Filters(text="%")) == []
    assert all_facts(past, Filters(text="_eeds")) == []


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_pages_join_to_the_whole_also_when_facts_are_added_in_between(past: Past, limit: int) -> None:
    before = all_facts(past)
    first = facts(past.database, limit=limit)

    past.complete(past.second, "bo")

    rest: list[FactRow] = []
    after = first.next
    while after is not None:
        page = facts(past.database, after=after, limit=limit)
        rest += page.items
        after = page.next
    assert [*first.items, *rest] == before
    assert [fact.seq for fact in before] == sorted((fact.seq for fact in before), reverse=True)


def test_a_made_up_place_in_the_list_is_refused(past: Past) -> None:
    with pytest.raises(Invalid):
        facts(past.database, after="nonsense")
    with pytest.raises(Invalid):
        facts(past.database, limit=0)


def test_a_timeline_is_complete_and_in_order(past: Past) -> None:
    found = timeline(past.database, past.first)

    assert [fact.number for fact in found] == list(range(1, len(found) + 1))
    assert found[0].kind == "ProcessStarted"
    assert found[0].element_name == "The path"
    with pytest.raises(NotFound, match="There is no instance nothing"):
        timeline(past.database, "nothing")


def test_the_export_holds_every_fact_once_the_oldest_first(past: Past) -> None:
    rows = list(csv.reader(io.StringIO("".join(csv_rows(past.database)))))

    assert rows[0][:4] == ["seq", "at", "instance", "number"]
    of_instances = [row for row in rows[1:] if row[3]]
    assert [int(row[0]) for row in of_instances] == sorted(fact.seq for fact in all_facts(past))
    assert [row[5] for row in rows[1:] if not row[3]] == ["DefinitionsDeployed"]
    assert [row[1] for row in rows[1:]] == sorted(row[1] for row in rows[1:])
    assert all(len(row) == len(rows[0]) for row in rows)


def test_the_export_keeps_to_the_filters(past: Past) -> None:
    rows = list(csv_rows(past.database, Filters(kind="WorkItemCompleted")))

    assert len(rows) == 2
    assert rows[1].startswith(f"{all_facts(past, Filters(kind='WorkItemCompleted'))[0].seq},")


def test_no_text_of_the_export_is_a_formula_for_a_spreadsheet(past: Past) -> None:
    past.engine.start("path", {}, actor="=cmd()", business_key="+1")

    rows = list(csv.DictReader(io.StringIO("".join(csv_rows(past.database)))))

    assert rows[-1]["actor"] == "'=cmd()"
    assert rows[-1]["customer"] == "'+1"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
