"""The door of the API: tokens open it, cookies don't, and each role gets what the table of rights says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import url_for

from engine.store import people, tokens
from tests.web.api.conftest import NewProgram
from tests.web.conftest import PEOPLE, Office
from tests.web.test_rights import ACCOUNTS, SAMPLES, rules
from web.auth.rights import ANYBODY, JOB_WORKER, PROGRAM_ROLES, RIGHTS, ROLES

REFUSED = {401, 403}


@pytest.mark.parametrize("role", [*ROLES, *PROGRAM_ROLES, ANYBODY])
def test_each_role_gets_what_the_table_says_on_every_route(office: Office, program: NewProgram, role: str) -> None:
    account = ACCOUNTS.get(role, "" if role == ANYBODY else "robot")
    somebody = program(account, role) if account else program()
    for rule in rules(office.app):
        if not rule.endpoint.startswith("api."):
            continue
        with office.app.test_request_context():
            address = url_for(rule.endpoint, **{name: SAMPLES[name] for name in rule.arguments})
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = somebody.ask(method, address.removeprefix("/api/v1"), {})
            allowed = RIGHTS[rule.endpoint]
            may = role in allowed or ANYBODY in allowed
            assert (answer.status_code in REFUSED) is not may, (rule.endpoint, method, answer.status_code, answer.text)
            assert answer.status_code < 500, (rule.endpoint, answer.text)


def test_a_session_opens_nothing_and_a_page_is_not_opened_by_a_token(office: Office, program: NewProgram) -> None:
    assert office.visitor("aino").client.get("/api/v1/work-items").status_code == 401
    token = program("aino").token
    page = office.app.test_client().get("/inbox", headers={"Authorization": f"Bearer {token}"})
    assert page.status_code == 302


def test_without_a_token_the_answer_says_how_to_send_one(program: NewProgram) -> None:
    answer = program().get("/work-items")

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Authorization" in (answer.json or {})["detail"]


def test_a_token_is_kept_as_a_hash_only(office: Office, program: NewProgram) -> None:
    text = program("aino").token
    with office.program.database.reading() as session:
        stored = str(session.connection().exec_driver_sql("SELECT * FROM api_tokens").fetchall())

    assert text.rpartition("_")[2] not in stored
    assert tokens.hashed(text) in stored


def test_an_expired_token_opens_nothing(office: Office, program: NewProgram) -> None:
    aino = program("aino", days=1)
    assert aino.get("/work-items").status_code == 200

    office.clock.advance(timedelta(days=1))

    assert aino.get("/work-items").status_code == 401


def test_a_revoked_token_opens_nothing_after_two_seconds(office: Office, program: NewProgram) -> None:
    aino = program("aino")
    assert aino.get("/work-items").status_code == 200
    (row,) = tokens.tokens(office.program.database, "aino")

    tokens.revoke(office.program.database, row.id, office.clock.now(), by="yrjo")
    office.clock.advance(timedelta(seconds=2))

    assert aino.get("/work-items").status_code == 401


def test_a_token_can_do_no_more_than_its_person_can_now(office: Office, program: NewProgram) -> None:
    meri = program("meri")
    assert meri.get("/incidents").status_code == 200
    person = people.get(office.program.database, "meri")
    assert person is not None

    people.save(office.program.database, replace(person, roles=("expert",)))
    office.clock.advance(timedelta(seconds=2))
    assert meri.get("/incidents").status_code == 403

    people.save(office.program.database, replace(person, active=False))
    office.clock.advance(timedelta(seconds=2))
    assert meri.get("/work-items").status_code == 401


def test_the_token_of_a_program_gives_no_rights_to_a_person_of_that_name(office: Office, program: NewProgram) -> None:
    robot = program("robot", JOB_WORKER)
    assert robot.post("/jobs/fetch", {"types": ["x"]}).status_code == 200
    people.save(office.program.database, people.Person(account="robot", name="R", roles=("expert",)))
    office.clock.advance(timedelta(seconds=2))

    assert robot.post("/jobs/fetch", {"types": ["x"]}).status_code == 403
    assert robot.get("/work-items").status_code == 403


def test_who_tries_token_after_token_is_turned_away_and_who_has_one_is_not(office: Office, program: NewProgram) -> None:
    aino = program("aino")
    assert aino.get("/work-items").status_code == 200
    thief = program()
    for number in range(30):
        thief.token = f"polku_{number}"
        assert thief.get("/work-items").status_code == 401

    thief.token = "polku_31"
    answer = thief.get("/work-items")

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    office.clock.advance(timedelta(seconds=2))
    assert aino.get("/work-items").status_code == 200
    office.clock.advance(timedelta(minutes=15))
    assert thief.get("/work-items").status_code == 401


def test_no_cookie_is_set_and_nothing_may_be_kept_on_the_way(program: NewProgram) -> None:
    answer = program("aino").get("/work-items")

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_everybody_in_the_office_is_somebody_of_the_table() -> None:
    assert {role for _, role, _ in PEOPLE.values()} == set(ROLES)
