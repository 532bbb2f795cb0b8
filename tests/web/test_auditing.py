"""The auditor's pages: readings are recorded, questions saved, moments seen, versions mined, keys given."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree

from engine.history import checkpoints
from engine.history.archiving import archive
from engine.history.log_key import key_in
from engine.store import instances, records
from tests.web.conftest import Office
from tests.web.stories import ASSESSMENT, CUSTOMER, contact, first_work
from web.audit.kinds import NAMES
from web.audit.record_sentences import NAMES as RECORDS
from web.audit.record_sentences import SENTENCES


@pytest.fixture
def told(office: Office) -> Office:
    """A customer whose needs were assessed; the expert has seen the customer's page."""
    contact(office)
    expert = office.visitor("aino")
    work = first_work(office, "aino")
    expert.get(work)
    expert.ask(f"{work}/claim", {})
    expert.ask(f"{work}/complete", {"data": ASSESSMENT})
    office.work_through()
    return office


def instance(office: Office) -> str:
    return instances.page(office.program.database).items[-1].id


def kept(office: Office, kind: str) -> list[records.Record]:
    with office.program.database.reading() as session:
        return records.found(session, records.Wanted(kind=kind), newest_first=False)


def test_every_kind_of_record_has_its_sentence_and_its_name() -> None:
    assert SENTENCES.keys() == RECORDS.keys()
    assert not SENTENCES.keys() & NAMES.keys()


def test_who_opens_a_customers_page_is_recorded_once_an_hour(told: Office) -> None:
    before = len(kept(told, "CustomerRead"))
    expert = told.visitor("eero")

    for _ in range(3):
        expert.get(f"/customers/{CUSTOMER}")

    read = kept(told, "CustomerRead")
    assert len(read) == before + 1
    assert (read[-1].actor, read[-1].business_key) == ("eero", CUSTOMER)
    assert "Eero Asiantuntija" in told.visitor("taru").get(f"/audit/readers?customer={CUSTOMER}").text


def test_changes_of_the_register_stand_in_the_trace_beside_what_happened(told: Office) -> None:
    page = told.visitor("taru").get(f"/audit?customer={CUSTOMER}&source=records").text

    assert "The register got an entry (memo 1)" in page
    assert "business ID = " in page
    assert "The data of the customer" in page


def test_a_question_is_saved_shared_and_removed_by_its_owner_only(told: Office) -> None:
    auditor, manager = told.visitor("taru"), told.visitor("meri")
    asked = {"page": "audit.page", "name": "Readings", "asked": "kind=CustomerRead&source=records", "shared": "1"}

    auditor.send("/audit/questions", asked)

    assert 'href="/audit?kind=CustomerRead&amp;source=records"' in manager.get("/audit").text
    manager.send("/audit/questions/1/remove", {"page": "audit.page"})
    assert "Readings</a>" in auditor.get("/audit").text
    auditor.send("/audit/questions/1/remove", {"page": "audit.page"})
    assert "Readings</a>" not in auditor.get("/audit").text


def test_a_moment_shows_what_was_alive_and_what_changed_since(told: Office) -> None:
    id = instance(told)
    page = told.visitor("taru").get(f"/audit/instances/{id}/moment?fact=9&other=2").text

    assert "As it was after fact 9 of" in page
    assert "What changed from fact 2 to fact 9" in page
    assert told.visitor("taru").get(f"/audit/instances/{id}/moment?at=nonsense").status_code == 404


def test_a_version_that_nobody_modified_fits_its_diagram_wholly(told: Office) -> None:
    page = told.visitor("taru").get("/audit/mining?definition=service-path:1").text

    assert re.search(r"Fits the diagram</dt><dd>100(\.0+)? %", page)
    assert "Usual ways" in page


def test_cases_are_exported_as_xes_with_a_trace_for_each(told: Office) -> None:
    answer = told.visitor("taru").get("/audit/mining.xes?definition=service-path:1")

    log = etree.fromstring(answer.data)
    spaces = {"x": "http://www.xes-standard.org/"}
    assert len(log.findall("x:trace", spaces)) == 1
    names = log.xpath("count(//x:event/x:string[@key='concept:name'])", namespaces=spaces)
    assert float(str(names)) > 5
    assert [one.data["asked"]["form"] for one in kept(told, "FactsExported")] == ["xes"]


def test_cases_are_exported_as_ocel_whose_events_name_only_objects_and_types_that_are_there(told: Office) -> None:
    found = json.loads(told.visitor("taru").get("/audit/mining.ocel?definition=service-path:1").data)

    objects = {one["id"] for one in found["objects"]}
    assert {one["type"] for one in found["objects"]} == {one["name"] for one in found["objectTypes"]}
    assert {one["type"] for one in found["events"]} == {one["name"] for one in found["eventTypes"]}
    assert all(related["objectId"] in objects for one in found["events"] for related in one["relationships"])
    assert len({one["id"] for one in found["events"]}) == len(found["events"]) > 5


@pytest.mark.parametrize("page", ["late", "substitutes", "modified", "same-person?first=a&second=b", "proof", "mining"])
def test_every_page_of_the_auditor_opens_also_where_there_is_nothing(office: Office, page: str) -> None:
    assert office.visitor("taru", "fi").get(f"/audit/{page}").status_code == 200


def test_an_unknown_export_is_not_found(office: Office) -> None:
    assert office.visitor("taru").get("/audit/mining.exe?definition=service-path:1").status_code == 404


def test_the_page_of_an_archived_path_says_where_its_facts_are(office: Office, tmp_path: Path) -> None:
    # given: a path that ended a year ago
    contact(office)
    office.work_through()
    id = instance(office)
    office.program.engine.operations.cancel(id, "It was a mistake.", actor="yrjo")
    office.clock.advance(timedelta(days=400))
    contact(office)
    key = key_in(tmp_path, "office")
    checkpoints.make(office.program.database, key, office.clock.now())
    archive(office.program.database, key, tmp_path / "years.zip", {"*": 365}, actor="console", now=office.clock.now())

    # then
    auditor = office.visitor("taru")
    page = auditor.get(f"/audit/instances/{id}").text
    assert "are in the archive years.zip" in page
    assert "They were moved there" in page
    assert auditor.get(f"/audit/instances/{id}/moment").status_code == 302
    assert "moved into the archive years.zip" in auditor.get("/audit?source=records").text
    assert "are in the archive years.zip" in office.visitor("yrjo").get(f"/operations/instances/{id}").text
