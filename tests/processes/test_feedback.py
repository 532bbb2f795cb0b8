"""Feedback by the link: once, while it is waited for."""

from datetime import timedelta
from typing import Any

import pytest

from engine.errors import AlreadyDone, Invalid, NotFound
from processes.business_services import feedback
from processes.business_services.register import companies, persons, queries
from processes.business_services.stage import Stage


@pytest.fixture
def asked(stage: Stage, told: dict[str, Any]) -> str:
    """The id of a request for feedback."""
    with stage.engine.database.writing() as session:
        company = companies.register(session, told | {"segment": "domestic"}, stage.clock.time)
        customer = companies.described(company)
    variables = {"customer": customer, "responsibleExpert": "asiantuntija1", "services": ["recruitment"]}
    stage.start("feedback", variables, told["businessId"])
    (request,) = queries.awaited_feedback(stage.engine.database)
    return request.id


def give(stage: Stage, feedback_id: str, **answers: Any) -> None:
    feedback.give(stage.engine, stage.engine.database, feedback_id, answers)


def test_the_request_is_written_in_the_customers_language_with_a_place_for_the_link(stage: Stage, asked: str) -> None:
    (letter,) = queries.letters(stage.engine.database).items

    assert letter.recipient == "kaarlo.kontio@asiakas.example"
    assert letter.subject == "Miten palvelu onnistui, Koivulan Konepaja Oy?"
    assert letter.feedback_id == asked
    assert letter.body.count("{feedback_link}") == 1
    assert "Rekrytointi" in letter.body
    assert "Aino Lehtola" in letter.body


def test_where_nobody_is_confirmed_the_request_waits_unsent_and_says_why(stage: Stage, told: dict[str, Any]) -> None:
    with stage.engine.database.writing() as session:
        stranger = told | {"segment": "domestic", persons.TRUSTED: False}
        customer = companies.described(companies.register(session, stranger, stage.clock.time))
    variables = {"customer": customer, "responsibleExpert": "asiantuntija1", "services": ["recruitment"]}
    stage.start("feedback", variables, told["businessId"])

    (letter,) = queries.letters(stage.engine.database, failed=True).items

    assert (letter.recipient, letter.next_try_at) == ("", None)
    assert letter.failure == "The customer has no confirmed contact person."
    assert "Hei Koivulan Konepaja Oy," in letter.body


def test_feedback_is_given_once(stage: Stage, asked: str) -> None:
    give(stage, asked, rating=5)

    with pytest.raises(AlreadyDone, match="given already"):
        give(stage, asked, rating=1)
    stage.settle()
    assert queries.feedback(stage.engine.database, asked).rating == 5
    with pytest.raises(AlreadyDone, match="given already"):
        give(stage, asked, rating=1)


@pytest.mark.parametrize("answers", [{}, {"rating": 6}, {"rating": "5"}, {"rating": 5, "grade": "positive"}])
def test_wrong_answers_are_refused_and_may_be_given_again(stage: Stage, asked: str, answers: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        give(stage, asked, **answers)

    give(stage, asked, rating=4)


def test_an_unknown_link_finds_nothing(stage: Stage) -> None:
    with pytest.raises(NotFound):
        give(stage, "nothing", rating=5)


def test_a_link_is_dead_when_the_tries_are_used_up(stage: Stage, asked: str) -> None:
    stage.wait(timedelta(days=10))
    stage.complete(stage.open_items()[0], {"reached": "no"})

    with pytest.raises(AlreadyDone, match="closed"):
        give(stage, asked, rating=5)
