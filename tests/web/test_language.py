"""The pages speak Finnish first, English on request, and write times as the office does."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import session

from tests.web.conftest import Office
from web.i18n import formats


def test_finnish_is_what_everybody_gets_first(office: Office) -> None:
    page = office.app.test_client().get("/sign-in", headers={"Accept-Language": "en"}).text

    assert '<html lang="fi">' in page
    assert "<h1>Kirjaudu</h1>" in page


def test_a_choice_of_language_stays_and_leads_back(office: Office) -> None:
    client = office.app.test_client()

    chosen = client.get("/language/en?next=/sign-in?next=/inbox")

    assert chosen.location == "/sign-in?next=/inbox"
    assert "<h1>Sign in</h1>" in client.get("/sign-in").text


def test_there_is_no_third_language_and_no_way_out(office: Office) -> None:
    client = office.app.test_client()

    assert client.get("/language/xx").status_code == 404
    assert client.get("/language/en?next=//elsewhere.example").location == "/"


@pytest.mark.parametrize(
    ("language", "moment", "day", "clock"),
    [("fi", "5.1.2026 klo 10.05", "5.1.2026", "10.05"), ("en", "5 Jan 2026, 10:05", "5 Jan 2026", "10:05")],
)
def test_times_are_those_of_the_office(office: Office, language: str, moment: str, day: str, clock: str) -> None:
    at = datetime(2026, 1, 5, 8, 5, tzinfo=UTC)
    with office.app.test_request_context():
        session["language"] = language
        assert formats.moment(at) == moment
        assert formats.day(at) == day
        assert formats.clock_time(at) == clock


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(hours=-3), "yesterday"),
        (timedelta(minutes=-20), "20 minutes ago"),
        (timedelta(days=1), "tomorrow"),
        (timedelta(days=5), "in 5 days"),
        (timedelta(days=-40), "1 month ago"),
    ],
)
def test_near_days_are_said_in_words(office: Office, distance: timedelta, words: str) -> None:
    office.clock.time = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
    with office.app.test_request_context():
        session["language"] = "en"
        assert formats.relative(office.clock.now() + distance) == words


def test_a_due_date_is_late_soon_or_neither(office: Office) -> None:
    now = office.clock.now()
    with office.app.test_request_context():
        marks = [formats.due_class(now + timedelta(days=days)) for days in (-1, 1, 5)]
        assert [*marks, formats.due_class(None)] == ["is-late", "is-soon", "", ""]
