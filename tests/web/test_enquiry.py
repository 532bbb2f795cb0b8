"""An employer makes contact by the public page, without an account; a program that floods it does not."""

from datetime import timedelta

import pytest

from engine.store import instances, records, work_items
from processes.business_services.register import queries
from processes.business_services.register.persons import contact_person
from tests.web.conftest import Office
from tests.web.stories import CUSTOMER, contact
from tests.web.visitor import Visitor
from web.enquiry.flood import PER_ADDRESS, TOGETHER, WINDOW

CONTACT = {
    "businessId": "1234567-1",
    "companyName": "Koivulan Konepaja Oy",
    "organisationType": "enterprise",
    "personnel": "20",
    "market": "local",
    "municipality": "Tampere",
    "language": "fi",
    "needs": ["recruitment"],
    "matter": "Tarvitsemme kaksi koneistajaa.",
    "contactName": "Kaarlo Kontio",
    "contactEmail": "kaarlo.kontio@asiakas.example",
}


def paths(office: Office) -> list[str]:
    found = instances.page(office.program.database, process_id="service-path").items
    return [one.business_key for one in found]


def letters_to(office: Office) -> str:
    with office.program.database.reading() as session:
        return contact_person(session, CUSTOMER).email


def make(visitor: Visitor, **changes: object) -> int:
    visitor.get("/make-contact")
    return visitor.send("/make-contact", {**CONTACT, **changes}).status_code


def test_a_contact_begins_the_path_of_a_new_customer(office: Office) -> None:
    visitor = office.visitor()

    assert make(visitor) == 302
    office.work_through()

    assert paths(office) == ["1234567-1"]
    found = queries.customer(office.program.database, "1234567-1")
    assert [(one.channel, one.initiative, one.summary) for one in found.contacts] == [
        ("web", "customer", "Tarvitsemme kaksi koneistajaa.")
    ]
    assert "your contact has come" in visitor.get("/make-contact/thanks").text


def test_a_notice_of_staff_reduction_is_urgent(office: Office) -> None:
    assert make(office.visitor(), reductionNotice="1", employeesAffected="12", needs=["staff-reduction"]) == 302
    office.work_through()

    state = instances.state(office.program.database, instances.page(office.program.database).items[-1].id)
    assert "12" in str(state)


def test_wrong_answers_are_named_and_what_was_typed_stays(office: Office) -> None:
    visitor = office.visitor()
    visitor.get("/make-contact")

    answer = visitor.send(
        "/make-contact", {**CONTACT, "businessId": "1234567-2", "personnel": "monta", "needs": [], "contactEmail": "x"}
    )

    assert answer.status_code == 422
    for text in (
        "The check digit",
        "Give a number.",
        "An answer is needed.",
        "This isn",
        "Tarvitsemme kaksi koneistajaa.",
    ):
        assert text in answer.text
    assert paths(office) == []


@pytest.mark.parametrize("nonsense", ["", "9" * 300, "<script>", "-1", "1e9", "٣"])
def test_nonsense_is_a_wrong_answer_and_no_failure(office: Office, nonsense: str) -> None:
    everything = dict.fromkeys([*CONTACT, "employeesAffected"], nonsense) | {
        "needs": [nonsense],
        "reductionNotice": "1",
    }
    visitor = office.visitor()
    visitor.get("/make-contact")

    assert visitor.send("/make-contact", everything).status_code == 422
    assert paths(office) == []


def test_sending_the_same_page_twice_is_one_contact(office: Office) -> None:
    visitor = office.visitor()

    assert make(visitor, request="the-same") == make(visitor, request="the-same") == 302
    office.work_through()

    assert len(paths(office)) == 1


def test_a_stranger_changes_nothing_that_is_known_of_a_customer(office: Office) -> None:
    contact(office)
    before = queries.customer(office.program.database, CUSTOMER).company

    make(office.visitor(), businessId=CUSTOMER, companyName="Ilkivalta Oy", personnel="1", municipality="Ei missään")
    office.work_through()

    after = queries.customer(office.program.database, CUSTOMER).company
    assert (after.name, after.personnel, after.municipality) == (before.name, before.personnel, before.municipality)


def test_a_stranger_gets_nobodys_letters_and_changes_no_contact_person(office: Office) -> None:
    contact(office)
    known = queries.customer(office.program.database, CUSTOMER).contact_persons

    make(office.visitor(), businessId=CUSTOMER)
    make(office.visitor(), businessId=CUSTOMER, contactEmail=known[0].email, contactName="Joku Muu", contactPhone="1")
    office.work_through()

    found = queries.customer(office.program.database, CUSTOMER)
    assert found.contact_persons == known
    assert [(one.name, one.email) for one in found.unconfirmed] == [("Kaarlo Kontio", "kaarlo.kontio@asiakas.example")]
    assert letters_to(office) == known[0].email
    assert "not confirmed" in office.visitor("aino").get(f"/customers/{CUSTOMER}").text


def test_of_two_contacts_at_once_the_strangers_one_that_is_passed_on_stays_a_strangers(office: Office) -> None:
    for told in (CONTACT, CONTACT | {"contactEmail": "joku@muu.example", "matter": "Toinen asia."}):
        make(office.visitor(), **told)
    office.work_through()

    found = queries.customer(office.program.database, CUSTOMER)
    assert {one.email for one in found.unconfirmed} == {"kaarlo.kontio@asiakas.example", "joku@muu.example"}
    assert found.contact_persons == ()


def test_the_contact_person_of_a_new_customer_gets_letters_once_an_expert_has_confirmed_them(office: Office) -> None:
    make(office.visitor())
    office.work_through()
    assert letters_to(office) == ""
    (person,) = queries.customer(office.program.database, CUSTOMER).unconfirmed
    address = f"/customers/{CUSTOMER}/contact-persons/{person.id}/confirm"

    for _ in range(2):
        page = office.visitor("aino").send(address, {}, follow_redirects=True).text

    assert "The contact person is confirmed." in page
    assert "not confirmed" not in page
    assert letters_to(office) == "kaarlo.kontio@asiakas.example"
    with office.program.database.reading() as session:
        (kept,) = records.found(session, records.Wanted(kind="RegisterEntryChanged", actor="aino"))
    assert (kept.subject, list(kept.data["set"])) == (f"register_contact_persons:{person.id}", ["confirmed_at"])


def test_a_stranger_who_is_not_the_customers_is_rejected_and_leaves_the_register(office: Office) -> None:
    make(office.visitor())
    office.work_through()
    (person,) = queries.customer(office.program.database, CUSTOMER).unconfirmed
    address = f"/customers/{CUSTOMER}/contact-persons/{person.id}/reject"

    page = office.visitor("aino").send(address, {}, follow_redirects=True).text

    assert "The contact person is rejected" in page
    assert person.email not in page
    found = queries.customer(office.program.database, CUSTOMER)
    assert (found.unconfirmed, found.contact_persons) == ((), ())
    with office.program.database.reading() as session:
        (kept,) = records.found(session, records.Wanted(kind="RegisterEntryRemoved"))
    assert (kept.actor, kept.subject, kept.business_key) == ("aino", f"register_contact_persons:{person.id}", CUSTOMER)
    assert office.visitor("aino").send(address, {}).status_code == 404


def test_a_confirmed_person_is_not_rejected_even_when_the_page_was_older(office: Office) -> None:
    make(office.visitor())
    office.work_through()
    (person,) = queries.customer(office.program.database, CUSTOMER).unconfirmed
    persons = f"/customers/{CUSTOMER}/contact-persons/{person.id}"

    office.visitor("aino").send(f"{persons}/confirm", {})
    page = office.visitor("aino").send(f"{persons}/reject", {}, follow_redirects=True).text

    assert "was not rejected" in page
    assert queries.customer(office.program.database, CUSTOMER).contact_persons[0].email == person.email


def test_beside_the_work_the_expert_reads_that_the_person_is_not_confirmed(office: Office) -> None:
    make(office.visitor())
    office.work_through()
    (work,) = work_items.page(office.program.database, scope="all", business_key=CUSTOMER).items

    answer = office.visitor(work.assignee).get(f"/inbox/{work.instance_id}/{work.key}")

    assert answer.status_code == 200
    assert "not confirmed" in answer.text
    assert "/confirm" not in answer.text, "what is typed in the form would be lost"


def test_an_experts_own_forms_confirm_nobody_in_passing(office: Office) -> None:
    make(office.visitor())
    office.work_through()

    assert "kaarlo.kontio" not in office.visitor("aino").get(f"/contact/new?business_id={CUSTOMER}").text
    contact(office, contactEmail="kaarlo.kontio@asiakas.example", contactName="Kaarlo Kontio")

    assert letters_to(office) == ""


@pytest.mark.parametrize("address", ["1234567-1/contact-persons/99", "0737546-2/contact-persons/1"])
def test_a_person_of_no_or_another_company_is_neither_confirmed_nor_rejected(office: Office, address: str) -> None:
    make(office.visitor())
    office.work_through()

    for what in ("confirm", "reject"):
        assert office.visitor("aino").send(f"/customers/{address}/{what}", {}).status_code == 404
    assert len(queries.customer(office.program.database, CUSTOMER).unconfirmed) == 1
    assert letters_to(office) == ""


def test_a_program_that_fills_in_every_field_is_thanked_and_not_heard(office: Office) -> None:
    assert make(office.visitor(), homepage="https://buy.example") == 302
    assert paths(office) == []


def test_a_flood_from_one_address_is_stopped_and_told_until_the_hour_is_over(office: Office) -> None:
    visitor = office.visitor()
    flood = office.app.extensions["polku"].flood
    for _ in range(PER_ADDRESS):
        flood.note("127.0.0.1", office.clock.now())

    visitor.get("/make-contact")
    answer = visitor.send("/make-contact", CONTACT)

    assert answer.status_code == 429
    assert "Try again in 61 minutes" in answer.text
    assert "Tarvitsemme kaksi koneistajaa." in answer.text
    office.clock.advance(WINDOW + timedelta(seconds=1))
    assert make(visitor) == 302


def test_a_flood_from_many_addresses_is_stopped_too(office: Office) -> None:
    flood = office.app.extensions["polku"].flood
    for number in range(TOGETHER):
        flood.note(f"192.0.2.{number}", office.clock.now())

    assert make(office.visitor()) == 429


def test_it_speaks_finnish_and_english(office: Office) -> None:
    assert "Mihin asiaan tarvitset apua?" in office.visitor(language="fi").get("/make-contact").text
    assert "What do you need help with?" in office.visitor(language="en").get("/make-contact").text
