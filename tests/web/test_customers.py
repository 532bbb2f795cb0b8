"""Customers: found by name, told about like a story, and begun by a contact."""

from typing import Any

import pytest

from tests.web.conftest import Office
from tests.web.stories import CONTACT, CUSTOMER, contact
from tests.web.visitor import said


def test_a_contact_brings_the_customer_to_the_register(office: Office) -> None:
    answer = office.visitor("aino").ask("/contact", {"data": CONTACT})
    assert (answer.status_code, answer.json) == (200, {"redirect": f"/customers/{CUSTOMER}"})

    coming = office.visitor("aino").get(f"/customers/{CUSTOMER}").text
    assert "The contact is coming in" in coming

    office.work_through()
    page = office.visitor("aino").get(f"/customers/{CUSTOMER}").text
    assert "<h1>Koivuniemen Saha Oy</h1>" in page
    assert "Kaisa Koivuniemi" in page
    assert "Asiantuntija" in page  # somebody is responsible
    assert 'aria-current="step">Needs assessment' in page


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"businessId": "1234567-2"}, "businessId", "The check digit of the business ID 1234567-2 is wrong."),
        ({"businessId": ""}, "businessId", "An answer is needed."),
        ({"personnel": -1}, "personnel", "The smallest possible value is 0."),
        ({"contactEmail": "kaisa"}, "contactEmail", "This isn't an e-mail address."),
        ({"channel": "smoke"}, "channel", "smoke is not one of the choices."),
    ],
)
def test_a_wrong_contact_names_the_field(office: Office, changes: dict[str, Any], field: str, sentence: str) -> None:
    answer = office.visitor("aino").ask("/contact", {"data": CONTACT | changes})

    assert answer.status_code == 422
    assert said(answer)["errors"][field].startswith(sentence)
    assert "The register is empty" in office.visitor("aino").get("/customers").text


def test_the_contact_form_knows_what_the_register_knows(office: Office) -> None:
    contact(office)

    page = office.visitor("aino").get(f"/contact/new?business_id={CUSTOMER}").text
    assert "Koivuniemen Saha Oy" in page
    assert "kaisa@koivuniemi.example" in page
    assert office.visitor("aino").get("/contact/new?business_id=nonsense").status_code == 200


def test_customers_are_found_by_part_of_the_name(office: Office) -> None:
    contact(office)
    visitor = office.visitor("taru")

    assert "Koivuniemen Saha Oy" in visitor.get("/customers?q=koivu").text
    assert "No customer is found" in visitor.get("/customers?q=%25").text
    assert "No customer is found" in visitor.get("/customers?q=koivu&segment=large").text
    assert "Nokia" in visitor.get("/customers").text


def test_my_customers_are_those_that_i_am_responsible_for(office: Office) -> None:
    contact(office)

    found = [
        account for account in ("aino", "eero") if "Koivu" in office.visitor(account).get("/customers?mine=1").text
    ]

    assert len(found) == 1


def test_a_memo_is_part_of_the_story(office: Office) -> None:
    contact(office)
    visitor = office.visitor("aino")

    saved = visitor.send(f"/customers/{CUSTOMER}/memos", {"text": "Soitettu <b>ja</b> sovittu."}, follow_redirects=True)

    assert "The memo is saved." in saved.text
    assert "Soitettu &lt;b&gt;ja&lt;/b&gt; sovittu." in saved.text


@pytest.mark.parametrize("text", ["", "  ", "ab", "x" * 4001])
def test_a_memo_that_cannot_be_kept_stays_in_the_form(office: Office, text: str) -> None:
    contact(office)

    answer = office.visitor("aino").send(f"/customers/{CUSTOMER}/memos", {"text": text})

    assert answer.status_code == 422
    assert "A memo has from 3 to 4000 characters." in answer.text
    assert f">{text}</textarea>" in answer.text


def test_an_auditor_reads_and_does_not_write(office: Office) -> None:
    contact(office)
    visitor = office.visitor("taru")

    page = visitor.get(f"/customers/{CUSTOMER}").text
    assert "/memos" not in page
    assert "/contact/new" not in page
    assert visitor.send(f"/customers/{CUSTOMER}/memos", {"text": "Hello there"}).status_code == 403


def test_an_expert_begins_a_plan_beside_the_path_once(office: Office) -> None:
    contact(office)
    visitor = office.visitor("aino")
    begin = f"/customers/{CUSTOMER}/begin/customer-plan"

    assert "It has begun" in visitor.send(begin, {}, follow_redirects=True).text
    page = visitor.get(f"/customers/{CUSTOMER}").text
    assert "Laadi asiakkuussuunnitelma" in page
    assert begin not in page
    assert "under way already" in visitor.send(begin, {}, follow_redirects=True).text


def test_only_what_stands_beside_a_path_can_be_begun(office: Office) -> None:
    contact(office)

    assert office.visitor("aino").send(f"/customers/{CUSTOMER}/begin/segment-review", {}).status_code == 404


def test_an_unknown_customer_is_a_404_with_a_sentence(office: Office) -> None:
    answer = office.visitor("aino").get("/customers/7654321-0")

    assert answer.status_code == 404
    assert "There is no such page" in answer.text
