"""The inbox: what is mine and my groups', and work that is taken, given back and done."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from engine.store import work_items
from tests.web.conftest import Office
from tests.web.stories import ASSESSMENT, CUSTOMER, contact, first_work
from tests.web.visitor import said
from web.inbox.query import wanted


def holder(office: Office) -> tuple[str, str]:
    """The account that holds the first work item, and another expert's."""
    (item,) = work_items.page(office.program.database, scope="all").items
    assert item.assignee
    return item.assignee, "eero" if item.assignee == "aino" else "aino"


def props(page: str) -> dict[str, Any]:
    found = re.search(r"data-island=\"form\" data-props='([^']*)'", page)
    assert found
    result: dict[str, Any] = json.loads(unescape(found[1]))
    return result


def test_an_empty_inbox_says_what_to_do(office: Office) -> None:
    page = office.visitor("aino").get("/inbox").text

    assert "No work is waiting for you" in page
    assert 'href="/contact/new"' in page


def test_the_named_expert_finds_the_work_and_the_reason(office: Office) -> None:
    contact(office)
    mine, other = holder(office)

    assert "Koivuniemen Saha Oy" in office.visitor(mine).get("/inbox").text
    assert "No work is waiting for you" in office.visitor(other).get("/inbox").text

    page = office.visitor(mine).get(first_work(office, mine)).text
    assert 'class="pk-why"' in page
    assert "Koivuniemen Saha Oy" in page
    assert not props(page)["readonly"]


def test_work_is_done_once_and_the_next_is_told(office: Office) -> None:
    contact(office)
    mine, _ = holder(office)
    visitor, address = office.visitor(mine), first_work(office, mine)
    submit = props(visitor.get(address).text)["submitUrl"]

    done = visitor.ask(submit, {"data": ASSESSMENT})
    again = visitor.ask(f"{address}/complete", {"data": ASSESSMENT})

    assert (done.status_code, done.json) == (200, {"redirect": "/inbox"})
    assert "is done." in visitor.get("/inbox").text
    assert again.status_code == 409
    assert re.search(r"Asiantuntija already did this on 5 Jan 2026, 10:00\.", said(again)["message"])


def test_the_same_page_sent_twice_is_one_completion(office: Office) -> None:
    contact(office)
    mine, _ = holder(office)
    visitor = office.visitor(mine)
    submit = props(visitor.get(first_work(office, mine)).text)["submitUrl"]

    answers = [visitor.ask(submit, {"data": ASSESSMENT}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_wrong_answers_are_named_and_nothing_is_saved(office: Office) -> None:
    contact(office)
    mine, _ = holder(office)
    address = first_work(office, mine)

    answer = office.visitor(mine).ask(f"{address}/complete", {"data": {"personnel": "many", "memo": "", "sly": 1}})

    assert answer.status_code == 422
    assert said(answer)["errors"] == {
        "outlook": "An answer is needed.",
        "needs": "An answer is needed.",
        "personnel": "Give a number.",
        "memo": "An answer is needed.",
        "sly": "The form has no such field.",
    }
    assert first_work(office, mine) == address


def test_errors_are_said_in_the_language_of_the_page(office: Office) -> None:
    contact(office)
    mine, _ = holder(office)

    answer = office.visitor(mine, "fi").ask(f"{first_work(office, mine)}/complete", {"data": ASSESSMENT | {"memo": ""}})

    assert said(answer)["errors"] == {"memo": "Vastaus tarvitaan."}


@pytest.mark.parametrize("body", [None, [], {"data": []}, "text", {"other": {}}])
def test_a_body_without_answers_is_refused(office: Office, body: Any) -> None:
    contact(office)
    mine, _ = holder(office)

    assert office.visitor(mine).ask(f"{first_work(office, mine)}/complete", body).status_code == 422


def test_somebody_elses_work_cannot_be_done(office: Office) -> None:
    contact(office)
    mine, other = holder(office)
    address = first_work(office, mine)

    page = office.visitor(other).get(address).text
    answer = office.visitor(other).ask(f"{address}/complete", {"data": ASSESSMENT})

    assert props(page)["readonly"]
    assert "is already doing this." in page
    assert answer.status_code == 409
    assert "is already doing this." in said(answer)["message"]


def test_work_given_back_is_the_groups_until_somebody_takes_it(office: Office) -> None:
    contact(office)
    mine, other = holder(office)
    address = first_work(office, mine)

    office.visitor(mine).send(f"{address}/release")
    assert "Koivuniemen" in office.visitor(other).get("/inbox?scope=groups").text

    taken = office.visitor(other).send(f"{address}/claim", follow_redirects=True)
    assert "The work is now yours." in taken.text

    late = office.visitor(mine).send(f"{address}/claim", follow_redirects=True)
    assert "is already doing this." in late.text


def test_late_work_is_marked_and_can_be_filtered(office: Office) -> None:
    contact(office)
    mine, _ = holder(office)
    assert "Nothing fits the filters" in office.visitor(mine).get("/inbox?late=1").text

    office.clock.advance(timedelta(days=60))
    page = office.visitor(mine).get("/inbox?late=1").text

    assert 'class="is-late"' in page
    assert "1 of them is late" in page


def test_a_manager_sees_everybodys_work_and_an_expert_does_not(office: Office) -> None:
    contact(office)
    _, other = holder(office)

    assert "Koivuniemen" in office.visitor("meri").get("/inbox?scope=all").text
    assert "Koivuniemen" not in office.visitor(other).get("/inbox?scope=all").text
    assert wanted({"scope": "all"}, may_see_all=False).scope == "mine"


def test_filters_narrow_the_list(office: Office) -> None:
    contact(office)
    mine, _ = holder(office)
    visitor = office.visitor(mine)

    assert "Koivuniemen" in visitor.get(f"/inbox?q={CUSTOMER}&process=service-path").text
    assert "Nothing fits the filters" in visitor.get("/inbox?q=nonsense").text
    assert "Nothing fits the filters" in visitor.get("/inbox?process=aftercare").text


def test_work_that_is_over_shows_its_history_instead_of_a_form(office: Office) -> None:
    contact(office)
    mine, _ = holder(office)
    visitor, address = office.visitor(mine), first_work(office, mine)
    visitor.ask(f"{address}/complete", {"data": ASSESSMENT})

    page = visitor.get(address).text

    assert "This work is over" in page
    assert "data-island" not in page
