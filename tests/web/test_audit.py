"""Tracing: every fact as a sentence, found by what one knows of it; an instance beside its diagram; the proof."""

import csv
import json
import re
import typing
from html import unescape
from typing import Any

import pytest
from flask import session
from sqlalchemy import text

from engine.history import FactRow, timeline
from engine.kernel import facts
from engine.store import instances
from tests.web.conftest import Office
from tests.web.stories import CONTACT, CUSTOMER, contact
from web.audit.kinds import NAMES
from web.audit.query import trace
from web.audit.sentences import MARKS, QUIET, SENTENCES, sentence
from web.audit.values import written

KINDS = {kind.__name__: kind for kind in typing.get_args(facts.AnyFact)}


def path(office: Office) -> str:
    (row,) = instances.page(office.program.database).items
    return row.id


def test_every_kind_of_fact_has_its_sentence_and_its_name() -> None:
    assert SENTENCES.keys() == KINDS.keys()
    assert NAMES.keys() == KINDS.keys()
    assert QUIET | MARKS.keys() <= KINDS.keys()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_sentence_uses_only_what_its_fact_has(office: Office, kind: str) -> None:
    fields = set(KINDS[kind].__struct_fields__) | {"element"}
    with office.app.test_request_context():
        for language in ("fi", "en"):
            session["language"] = language
            assert set(re.findall(r"%\((\w+)\)s", str(SENTENCES[kind]))) <= fields


def fact(office: Office, kind: str, **data: Any) -> FactRow:
    return FactRow(
        seq=1,
        instance_id="i",
        number=1,
        at=office.clock.now(),
        actor="aino",
        kind=kind,
        definition="service-path:1",
        process_id="service-path",
        process=1,
        business_key=CUSTOMER,
        element_id="needs-assessment",
        element_name="Assess the needs",
        data=data,
    )


def test_a_fact_reads_as_a_sentence(office: Office) -> None:
    with office.app.test_request_context():
        session["language"] = "en"
        said = [
            sentence(fact(office, "WorkItemAssigned", key=3, assignee="aino")),
            sentence(fact(office, "TimerArmed", key=3, due="2026-01-31T10:00:00Z")),
            sentence(fact(office, "VariablesSet", scope=1, values={"urgent": True, "day": {"@": "2026-01-31"}})),
            sentence(fact(office, "SomethingNew")),
        ]

    assert said == [
        "“Assess the needs” was given to aino.",
        "“Assess the needs”: a timer is set for 31 Jan 2026, 12:00.",
        "Data was recorded: urgent = yes, day = 2026-01-31",
        "SomethingNew: this version of Polku doesn't know what it means.",
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        (True, "yes"),
        (1200, "1,200"),
        ("text", "text"),
        ([], "nothing"),
        (["a", 1], "a, 1"),
        ({"a": {"b": False}}, "a = b = no"),
        ("x" * 500, "x" * 159 + "…"),
    ],
)
def test_values_are_written_for_people(office: Office, value: Any, words: str) -> None:
    with office.app.test_request_context():
        session["language"] = "en"
        assert written(value) == words


def test_the_list_of_facts_is_found_by_each_filter(office: Office) -> None:
    contact(office)
    visitor = office.visitor("taru")

    page = visitor.get("/audit").text
    assert "came to the inbox." in page
    assert "Koivuniemen Saha Oy" in page
    found = ("actor=aino", "since=2026-01-05&until=2026-01-05", f"customer={CUSTOMER}", "process=service-path")
    for query in (*found, "kind=WorkItemCreated", "text=sahuria", f"instance={path(office)}"):
        assert "Nothing fits the filters" not in visitor.get(f"/audit?{query}").text, query
    for query in ("actor=eero", "since=2026-01-06", "until=2026-01-04", "customer=7", "kind=JobFailed", "text=zzz"):
        assert "Nothing fits the filters" in visitor.get(f"/audit?{query}").text, query


def test_a_day_that_is_none_is_named_and_left_out(office: Office) -> None:
    page = office.visitor("taru").get("/audit?since=yesterday").text

    assert 'href="#since"' in page
    assert trace({"since": "yesterday"}).wrong == ("since",)


def test_the_list_goes_on_where_the_page_ends(office: Office) -> None:
    contact(office)
    contact(office, businessId="2345678-0", companyName="Toinen Oy")
    visitor = office.visitor("taru")

    numbers: list[str] = []
    address: str | None = "/audit"
    while address:
        page = visitor.get(address).text
        numbers += re.findall(r"#fact-(\d+)", page)
        following = re.search(r'href="(/audit\?after=[^"]*)"', page)
        address = unescape(following[1]) if following else None

    total = sum(row.facts for row in instances.page(office.program.database).items)
    assert len(numbers) == total > 50
    assert visitor.get("/audit?after=nonsense").status_code == 422


def test_the_csv_holds_the_facts_of_the_filter(office: Office) -> None:
    contact(office)

    answer = office.visitor("taru").get("/audit.csv?kind=WorkItemCreated")

    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(answer.text.splitlines()))
    assert [row["fact"] for row in rows] == ["WorkItemCreated"]
    assert rows[0]["customer"] == CUSTOMER


def test_an_instance_stands_beside_its_diagram(office: Office) -> None:
    contact(office)
    visitor = office.visitor("aino")

    page = visitor.get(f"/audit/instances/{path(office)}").text

    found = re.search(r"data-island=\"diagram\" data-props='([^']*)'", page)
    assert found
    props = json.loads(unescape(found[1]))
    assert props["active"] == ["needs-assessment"]
    assert "name-expert" in props["visited"]
    assert "contact-to-in-touch" in props["flows"]
    assert visitor.get(props["xmlUrl"]).text.startswith("<?xml")
    assert 'data-element="needs-assessment"' in page
    assert "FlowTaken" not in page
    everything = visitor.get(f"/audit/instances/{path(office)}?all=1").text
    assert "FlowTaken" in everything


def test_the_history_of_an_instance_is_proved(office: Office) -> None:
    contact(office)

    page = office.visitor("taru").send(f"/audit/instances/{path(office)}/verify", follow_redirects=True).text

    assert "give exactly the stored state" in page


def test_a_state_that_was_tampered_with_is_found(office: Office) -> None:
    contact(office)
    with office.program.database.writing() as database:
        database.execute(text("UPDATE instances SET state = replace(state, 'needs-assessment', 'reassessment')"))

    page = office.visitor("taru").send(f"/audit/instances/{path(office)}/verify", follow_redirects=True).text

    assert "The facts do not give the stored state." in page


@pytest.mark.parametrize("address", ["/audit/instances/none", "/audit/diagrams/none:1"])
def test_what_is_not_there_is_a_404(office: Office, address: str) -> None:
    assert office.visitor("taru").get(address).status_code == 404


def test_a_fact_carries_the_request_that_the_log_and_the_answer_name(office: Office) -> None:
    visitor = office.visitor("aino")
    visitor.get("/contact/new")

    answer = visitor.client.post(
        "/contact",
        json={"data": CONTACT},
        headers={"X-CSRFToken": visitor.token, "X-Request-ID": "call-17", "Accept": "application/json"},
    )

    assert answer.headers["X-Request-ID"] == "call-17"
    database = office.program.database
    (row,) = instances.page(database).items
    assert {fact.request for fact in timeline(database, row.id)} >= {"call-17"}
