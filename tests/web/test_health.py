"""Health: live while it answers, ready when everything that it needs is there."""

import pytest
from sqlalchemy import text

from tests.web.conftest import Office
from tests.web.visitor import said
from web.health import checks


def test_it_is_live_as_soon_as_it_answers(office: Office) -> None:
    answer = office.app.test_client().get("/health/live")

    assert (answer.status_code, answer.json) == (200, {"status": "live"})


def test_it_is_ready_when_database_front_end_and_clock_are(office: Office) -> None:
    office.program.clock.start()

    answer = office.app.test_client().get("/health/ready")

    assert (answer.status_code, answer.json) == (200, {"status": "ready"})


def test_a_clock_that_stands_still_is_named(office: Office) -> None:
    answer = office.app.test_client().get("/health/ready")

    assert answer.status_code == 503
    assert list(said(answer)["problems"]) == ["clock"]


def test_waiting_migrations_are_named(office: Office) -> None:
    with office.program.database.writing() as session:
        session.execute(text("UPDATE schema_version_engine SET version_num = 'older'"))

    problems = said(office.app.test_client().get("/health/ready"))["problems"]

    assert problems["database"] == "Migrations are waiting for engine. Run polku migrate."


def test_a_database_that_is_gone_is_named(office: Office) -> None:
    with office.program.database.writing() as session:
        session.execute(text("ALTER TABLE schema_version_engine RENAME COLUMN version_num TO other"))

    problems = said(office.app.test_client().get("/health/ready"))["problems"]

    assert problems["database"] == "The database does not answer. Look into the log."


def test_a_front_end_that_is_not_built_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ENTRIES", ("base", "hologram"))

    problems = said(office.app.test_client().get("/health/ready"))["problems"]

    assert 'no entry "hologram"' in problems["front end"]
