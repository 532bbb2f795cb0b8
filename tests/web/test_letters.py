"""Letters that could not be sent are listed with why, and sent again when somebody says so."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from engine.store import records
from processes.business_services.register import outbox, queries
from processes.business_services.register.companies import company
from processes.business_services.register.persons import NOBODY
from processes.business_services.register.tables import ContactPerson, Letter
from tests.web.conftest import Office
from tests.web.stories import CONTACT, CUSTOMER, contact


@pytest.fixture
def told(office: Office) -> Office:
    contact(office)
    return office


def letter(office: Office, **changes: Any) -> int:
    now = office.clock.now()
    facts = {
        "business_id": CUSTOMER,
        "instance_id": "x",
        "kind": "feedback-request",
        "audience": "customer",
        "recipient": "vanha@asiakas.example",
        "language": "fi",
        "subject": "Miten palvelu onnistui?",
        "body": "Kerro.",
        "feedback_id": "",
        "created_at": now,
        "sent_at": None,
        "tries": 1,
        "next_try_at": None,
        "failure": "550 no such mailbox",
    }
    with office.program.database.writing() as session:
        company(session, CUSTOMER)
        made = Letter(**facts | changes)
        session.add(made)
        session.flush()
        return int(made.id)


def one(office: Office, id: int) -> Any:
    return next(found for found in queries.letters(office.program.database).items if found.id == id)


def test_a_letter_that_failed_is_listed_with_what_the_server_said(told: Office) -> None:
    letter(told)
    letter(told, failure="", subject="Tämä on kunnossa", next_try_at=told.clock.now())

    page = told.visitor("yrjo").get("/operations/letters").text

    assert "550 no such mailbox" in page
    assert "not by itself" in page
    assert "Tämä on kunnossa" not in page


def test_sent_again_it_goes_to_whom_the_register_names_now_and_that_is_recorded(told: Office) -> None:
    id = letter(told)
    with told.program.database.writing() as session:
        at = told.clock.now()
        session.add(
            ContactPerson(
                business_id=CUSTOMER, name="Uusi", email="uusi@asiakas.example", phone="", seen_at=at, confirmed_at=at
            )
        )
    visitor = told.visitor("yrjo")

    page = visitor.send("/operations/letters", {"letter": str(id)}, follow_redirects=True).text

    assert "1 letter leaves with the next post." in page
    again = one(told, id)
    assert (again.recipient, again.tries, again.next_try_at) == ("uusi@asiakas.example", 0, told.clock.now())
    with told.program.database.reading() as session:
        (kept,) = records.found(session, records.Wanted(kind="LetterTriedAgain"))
    assert (kept.actor, kept.subject, kept.business_key) == ("yrjo", f"letter:{id}", CUSTOMER)


def test_a_letter_that_nobody_confirmed_could_get_says_so_and_leaves_once_somebody_is_confirmed(told: Office) -> None:
    with told.program.database.writing() as session:
        (person,) = session.scalars(select(ContactPerson))
        person.confirmed_at = None
    id = letter(told, recipient="", failure=NOBODY, tries=0)
    manager = told.visitor("meri")

    assert NOBODY in manager.get("/operations/letters").text
    assert NOBODY in manager.get(f"/customers/{CUSTOMER}").text
    assert "confirm the customer" in manager.send("/operations/letters", {"letter": id}, follow_redirects=True).text

    address = f"/customers/{CUSTOMER}/contact-persons/{person.id}/confirm"
    assert "1 letter could not be sent before." in told.visitor("aino").send(address, {}, follow_redirects=True).text
    manager.send("/operations/letters", {"letter": id})
    assert (one(told, id).recipient, one(told, id).next_try_at) == (CONTACT["contactEmail"], told.clock.now())


def test_many_are_sent_again_at_once_and_those_that_left_stay(told: Office) -> None:
    ids = [letter(told) for _ in range(3)]
    outbox.sent(told.program.database, ids[0], told.clock.now())

    page = told.visitor("meri").send("/operations/letters", {"letter": ids}, follow_redirects=True).text

    assert "2 letters leave with the next post." in page
    assert re.search(r"1 letter has left already", page)


def test_a_letter_to_managers_without_an_address_has_still_nobody_to_go_to(told: Office) -> None:
    id = letter(told, audience="managers", recipient="", failure="There is no recipient.")

    page = told.visitor("yrjo").send("/operations/letters", {"letter": str(id)}, follow_redirects=True).text

    assert "has nobody to go to" in page
    assert one(told, id).next_try_at is None


@pytest.mark.parametrize("nonsense", [[], ["x"], ["99999"], ["-1"], ["9" * 40]])
def test_nonsense_changes_nothing(told: Office, nonsense: list[str]) -> None:
    id = letter(told)

    assert told.visitor("yrjo").send("/operations/letters", {"letter": nonsense}).status_code == 302
    assert one(told, id).tries == 1
