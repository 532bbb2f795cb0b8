"""No page grows without an end: each list is read page by page by a key, or has a bound that time does not move."""

from typing import Any

import pytest
from flask import url_for
from werkzeug.routing import Rule

from engine.store import instances
from engine.store.facts import promised
from processes.business_services.register import importing
from tests.web.conftest import Office
from tests.web.stories import contact
from tests.web.test_rights import ACCOUNTS, SAMPLES, pages
from web.audit import instance_page
from web.auth.rights import RIGHTS

PAGED = "by a key"
NO_LIST = "no list"
A_FILE = "a file, written as it is read"
DRAWN = "as many as people have drawn and released"
STAFF = "as many as the office has people; each round of routing weighs them all"
ALIVE = "what is alive in one instance, never what has been"

#: By route: how its list is kept short, or why it needs no pages.
LISTS = {
    "audit.diagram": NO_LIST,
    "audit.export": A_FILE,
    "audit.instance": PAGED,
    "audit.late": PAGED,
    "audit.mining": "twenty variants on either side, and so many cases as examples",
    "audit.mining_file": A_FILE,
    "audit.modified": PAGED,
    "audit.moment": ALIVE,
    "audit.page": PAGED,
    "audit.proof": "a line for each key that the office has ever signed with, and the newest checkpoint",
    "audit.proof_checkpoint": NO_LIST,
    "audit.proof_keys": "a line for each key that the office has ever signed with",
    "audit.readers": PAGED,
    "audit.same_person": PAGED,
    "audit.substitutes": PAGED,
    "audit.trace_pdf": A_FILE,
    "auth.home": NO_LIST,
    "auth.sign_in": NO_LIST,
    "calendar_feed.feed": "one person's open work: as much as routing lets a person hold",
    "calendar_feed.page": "one link: a new one ends the one before",
    "contact.new": NO_LIST,
    "customers.one": "the newest fifty of each part of one customer's history; the trace has all, by a key",
    "customers.page": PAGED,
    "enquiry.ask": NO_LIST,
    "enquiry.thanks": NO_LIST,
    "feedback.ask": NO_LIST,
    "health.live": NO_LIST,
    "health.ready": NO_LIST,
    "imports.page": PAGED,
    "imports.refused": A_FILE,
    "imports.report": "the first two hundred refusals of one file; the download has all",
    "inbox.item": NO_LIST,
    "inbox.page": PAGED,
    "language.choose": NO_LIST,
    "metrics.show": "numbers only, of the largest thirty tables",
    "operations.confirm_retry": NO_LIST,
    "operations.instance": ALIVE,
    "operations.jobs": PAGED,
    "operations.letters": PAGED,
    "operations.list_instances": PAGED,
    "operations.list_nodes": "processes of the program: a dead one is forgotten after a day",
    "operations.page": PAGED,
    "operations.storage": "the thirty largest tables",
    "operations.timers": PAGED,
    "operations.tokens": PAGED,
    "people.one": NO_LIST,
    "people.page": STAFF,
    "scorecard.export": "the measures of ten goals, by month",
    "scorecard.page": "the measures of ten goals",
    "static": NO_LIST,
    "studio.content": NO_LIST,
    "studio.open": DRAWN,
    "studio.page": DRAWN,
    "studio.version": NO_LIST,
    "team.absence": NO_LIST,
    "team.absences": "present and future absences of the staff: those that are over are left out",
    "team.one": PAGED,
    "team.page": STAFF + "; two hundred calls for a manager, the oldest first",
    "team.what_if": "the work of one person, which the plan moves",
    "visits.page": STAFF,
}
#: What such a page has to be asked for before it shows a list.
ASKED = {
    "audit.readers": {"customer": "1234567-1"},
    "audit.same_person": {"first": "needs-assessment", "second": "plan"},
}


def shown(office: Office) -> list[Rule]:
    return [rule for rule in pages(office.app) if "GET" in (rule.methods or set())]


def answer(office: Office, rule: Rule, values: dict[str, Any], **asked: str) -> Any:
    with office.app.test_request_context():
        placed: dict[str, Any] = {name: values[name] for name in rule.arguments}
        address = url_for(rule.endpoint, **placed | asked)
    role = min(RIGHTS[rule.endpoint])
    return office.visitor(ACCOUNTS.get(role, "")).get(address)


def test_of_every_page_it_is_said_how_its_list_is_kept_short(office: Office) -> None:
    assert {rule.endpoint for rule in shown(office)} == set(LISTS)


def test_every_list_that_is_paged_begins_anew_after_a_key_and_refuses_another(office: Office) -> None:
    contact(office)
    (path, *_) = instances.page(office.program.database, process_id="service-path").items
    values = SAMPLES | {"instance_id": path.id, "account": "aino"}
    for rule in shown(office):
        if LISTS[rule.endpoint] == PAGED:
            asked = ASKED.get(rule.endpoint, {})
            assert answer(office, rule, values, **asked).status_code == 200, rule.endpoint
            refused = answer(office, rule, values, **asked, after="nonsense")
            assert refused.status_code == 422, rule.endpoint
            assert "The place in the list is not one that this list gave." in refused.text, rule.endpoint


def test_a_page_without_a_list_shows_no_table(office: Office) -> None:
    contact(office)
    for rule in shown(office):
        if LISTS[rule.endpoint] == NO_LIST and rule.endpoint != "language.choose":
            page = answer(office, rule, SAMPLES | {"account": "aino", "filename": "none"})
            assert "<tbody" not in page.text, rule.endpoint


def test_the_pages_of_an_instance_give_every_fact_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    contact(office)
    (path, *_) = instances.page(office.program.database, process_id="service-path").items
    monkeypatch.setattr(instance_page, "PAGE", 25)
    visitor, address = office.visitor("taru"), f"/audit/instances/{path.id}?all=1"
    numbers: list[int] = []
    for _ in range(100):
        page = visitor.get(address).text
        numbers += [int(part.partition('"')[0]) for part in page.split('<li id="fact-')[1:]]
        address = next_address(page)
        if not address:
            break
    assert numbers == list(range(1, path_length(office, path.id) + 1))
    assert len(numbers) > 25


def next_address(page: str) -> str:
    before, found, _ = page.partition(">Next page</a>")
    return before.rpartition('href="')[2].partition('"')[0].replace("&amp;", "&") if found else ""


def path_length(office: Office, instance_id: str) -> int:
    with office.program.database.reading() as session:
        return promised(session, instance_id)


def test_the_files_that_were_read_come_page_by_page(office: Office) -> None:
    database, now = office.program.database, office.clock.now()
    for number in range(5):
        file = f"y-tunnus;nimi;henkilöstö;kunta\n7654321-2;Uusi {number} Oy;3;Nokia\n".encode()
        importing.read_file(database, file, now, actor="meri", name=f"{number}.csv", language="fi")
    first = importing.newest(database, limit=3)
    second = importing.newest(database, limit=3, after=first.next)
    assert [one.name for one in (*first.items, *second.items)] == [f"{number}.csv" for number in (4, 3, 2, 1, 0)]
    assert second.next is None
