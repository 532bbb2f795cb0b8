"""Signing in: the right password opens, the wrong one is counted, and the session is guarded."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.store import people
from tests.web.conftest import PASSWORD, Office
from web.auth.attempts import PER_ACCOUNT, PER_ADDRESS, WINDOW
from web.auth.passwords import hashed, matches
from web.auth.views import here_only


def test_the_right_password_leads_to_the_page_that_was_asked_for(office: Office) -> None:
    visitor = office.visitor()

    asked = visitor.get("/customers?q=oy")
    assert asked.location == "/sign-in?next=/customers?q%3Doy"
    visitor.get(asked.location)
    answer = visitor.send("/sign-in", {"account": " Aino ", "password": PASSWORD, "next": "/customers?q=oy"})

    assert (answer.status_code, answer.location) == (302, "/customers?q=oy")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert visitor.get("/customers").status_code == 200


def test_what_a_page_loads_behind_the_scenes_leaves_the_session_as_it_is(office: Office) -> None:
    visitor = office.visitor()
    visitor.send("/sign-in", {"account": "aino", "password": PASSWORD})

    page = visitor.get("/customers", headers={"Accept": "text/html,*/*;q=0.8"})
    behind = visitor.get("/customers", headers={"Accept": "*/*"})

    assert "Max-Age" in page.headers["Set-Cookie"] or "Expires" in page.headers["Set-Cookie"]
    assert "Set-Cookie" not in behind.headers


@pytest.mark.parametrize(
    ("account", "start"),
    [("aino", "/inbox"), ("meri", "/inbox"), ("otso", "/studio"), ("taru", "/audit"), ("yrjo", "/studio")],
)
def test_each_role_begins_on_its_own_page(office: Office, account: str, start: str) -> None:
    assert office.visitor(account).get("/").location == start


@pytest.mark.parametrize(
    ("account", "password"), [("aino", "open barley"), ("nobody", PASSWORD), ("", ""), ("aino", "")]
)
def test_a_wrong_account_and_a_wrong_password_sound_the_same(office: Office, account: str, password: str) -> None:
    answer = office.visitor().send("/sign-in", {"account": account, "password": password})

    assert answer.status_code == 422
    assert "The account or the password is wrong." in answer.text
    assert password == "" or password not in answer.text


def test_after_too_many_failures_even_the_right_password_waits(office: Office) -> None:
    visitor = office.visitor()
    for _ in range(PER_ACCOUNT):
        visitor.send("/sign-in", {"account": "aino", "password": "wrong"})

    refused = visitor.send("/sign-in", {"account": "aino", "password": PASSWORD})
    assert refused.status_code == 429
    assert "Try again in 16 minutes." in refused.text or "Try again in 15 minutes." in refused.text

    other = office.visitor().send("/sign-in", {"account": "eero", "password": PASSWORD})
    assert other.status_code == 302

    office.clock.advance(WINDOW + timedelta(seconds=1))
    assert visitor.send("/sign-in", {"account": "aino", "password": PASSWORD}).status_code == 302


def test_one_address_cannot_try_all_accounts(office: Office) -> None:
    visitor = office.visitor()
    for number in range(PER_ADDRESS):
        office.app.extensions["polku"].attempts.failed(f"guess{number}", "127.0.0.1", office.clock.now())

    assert visitor.send("/sign-in", {"account": "aino", "password": PASSWORD}).status_code == 429


def test_signing_out_ends_the_session(office: Office) -> None:
    visitor = office.visitor("aino")
    visitor.get("/inbox")

    assert visitor.send("/sign-out").location == "/sign-in"
    assert visitor.get("/inbox").location == "/sign-in?next=/inbox"


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/inbox?scope=groups", True),
        ("https://elsewhere.example/", False),
        ("//elsewhere.example/", False),
        ("/\\elsewhere.example", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_the_way_on_stays_in_this_office(target: str, kept: bool) -> None:
    assert bool(here_only(target)) is kept


def test_a_password_is_kept_as_argon2() -> None:
    stored = hashed("open sesame")

    assert stored.startswith("$argon2id$")
    assert matches(stored, "open sesame")
    assert not matches(stored, "open barley")
    assert not matches("", "no account has this password")
    assert not matches("not a hash", "x")


def test_a_new_password_ends_every_session_that_began_with_the_old_one(office: Office) -> None:
    here, elsewhere, other = office.visitor("aino"), office.visitor("aino"), office.visitor("meri")
    found = people.get(office.program.database, "aino")
    assert found is not None
    people.save(office.program.database, replace(found, password_hash=hashed("another barley")))

    assert [one.get("/inbox").status_code for one in (here, elsewhere)] == [302, 302]
    assert other.get("/inbox").status_code == 200


def test_a_session_tells_nothing_of_the_password(office: Office) -> None:
    visitor = office.visitor("aino")
    found = people.get(office.program.database, "aino")
    assert found is not None
    with visitor.client.session_transaction() as session:
        assert not any(str(value) in found.password_hash for value in session.values() if value is not True)
