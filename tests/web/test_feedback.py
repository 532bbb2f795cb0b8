"""The customer's feedback page: by signed link, in the customer's language, once."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from processes.business_services.register import queries
from processes.business_services.register.tables import Company, Feedback
from tests.web.conftest import Office
from tests.web.stories import CUSTOMER, contact
from tests.web.visitor import Visitor
from web.feedback import links


@dataclass(frozen=True)
class Asked:
    office: Office
    customer: Visitor
    address: str


@pytest.fixture
def asked(office: Office) -> Asked:
    """A customer who has got the letter with the link."""
    contact(office)
    feedback = Feedback(
        id="f1",
        business_id=CUSTOMER,
        instance_id="i",
        services=["recruitment"],
        expert="aino",
        status="asked",
        asked_at=office.clock.now(),
        tries=1,
        channel="",
        grade="",
        wants_contact=False,
        comment="",
        replied_by="",
        reply="",
        correction="",
    )
    with office.program.database.writing() as session:
        session.add(feedback)
    with office.app.test_request_context():
        link = links.address("f1", office.clock.now())
    assert link.startswith("http://127.0.0.1:8000/feedback/")
    return Asked(office, Visitor(office.app.test_client()), link.removeprefix("http://127.0.0.1:8000"))


def test_the_customer_answers_without_an_account(asked: Asked) -> None:
    page = asked.customer.get(asked.address)
    assert page.status_code == 200
    assert '<html lang="fi">' in page.text

    thanks = asked.customer.send(asked.address, {"rating": "4", "comment": "Hyvin meni.", "wantsContact": "1"})

    assert thanks.status_code == 200
    assert "Kiitos palautteesta" in thanks.text
    assert "Sinuun otetaan yhteyttä." in thanks.text


def test_the_page_speaks_the_customers_language(asked: Asked) -> None:
    with asked.office.program.database.writing() as session:
        company = session.get(Company, CUSTOMER)
        assert company is not None
        company.language = "en"

    assert "How did the service go?" in asked.customer.get(asked.address).text


def test_what_is_missing_is_named_and_what_was_typed_stays(asked: Asked) -> None:
    asked.customer.get(asked.address)

    answer = asked.customer.send(asked.address, {"comment": "Hyvin <meni>."})

    assert answer.status_code == 422
    assert 'href="#rating-5"' in answer.text
    assert "Vastaus tarvitaan." in answer.text
    assert "Hyvin &lt;meni&gt;.</textarea>" in answer.text


@pytest.mark.parametrize("rating", ["6", "0", "five", "-1"])
def test_a_rating_that_there_is_not_is_refused(asked: Asked, rating: str) -> None:
    asked.customer.get(asked.address)

    assert asked.customer.send(asked.address, {"rating": rating}).status_code == 422


def test_a_second_answer_is_told_that_there_was_a_first(asked: Asked) -> None:
    asked.customer.get(asked.address)
    asked.customer.send(asked.address, {"rating": "4"})

    again = asked.customer.send(asked.address, {"rating": "1"})

    assert again.status_code == 410
    assert "Palaute on annettu" in again.text


def test_a_link_ends(asked: Asked) -> None:
    asked.office.clock.advance(links.LIFETIME + timedelta(seconds=1))

    answer = asked.customer.get(asked.address)

    assert answer.status_code == 410
    assert "Linkki on vanhentunut" in answer.text


def test_a_link_cannot_be_made_up(asked: Asked) -> None:
    for token in ("nonsense", asked.address.removeprefix("/feedback/")[:-1], "eyJmIjoiZjEifQ.x"):
        answer = asked.customer.get(f"/feedback/{token}")
        assert answer.status_code == 404
        assert "Linkki ei toimi" in answer.text


def test_the_letter_on_the_customers_page_has_the_link(asked: Asked) -> None:
    from processes.business_services.register.tables import Letter

    letter = Letter(
        business_id=CUSTOMER,
        instance_id="i",
        kind="feedback-request",
        audience="customer",
        recipient="kaisa@koivuniemi.example",
        language="fi",
        subject="Palaute",
        body="Hei!\n\n{feedback_link}\n\nTerveisin",
        feedback_id="f1",
        created_at=asked.office.clock.now(),
    )
    with asked.office.program.database.writing() as session:
        session.add(letter)

    page = asked.office.visitor("aino").get(f"/customers/{CUSTOMER}").text

    assert f'href="http://127.0.0.1:8000{asked.address}"' in page
    assert queries.feedback(asked.office.program.database, "f1").status == "asked"
