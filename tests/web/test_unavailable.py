"""While the database is away, every page and answer says so, and asks it nothing; then everything is there again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import make_response, session

from engine.errors import NoRoom
from tests.web.conftest import Office
from tests.web.visitor import said
from web.errors import of_polku


@contextmanager
def away(office: Office) -> Iterator[None]:
    """In the place of the database's file stands a folder, which can't be opened."""
    office.program.database.close()
    file = Path(str(office.program.database.url.database))
    kept = file.rename(file.with_suffix(".kept"))
    file.mkdir()
    yield
    file.rmdir()
    kept.rename(file)


@pytest.mark.parametrize("account", ["", "aino"])
def test_a_page_says_that_the_database_is_away_and_is_there_again_afterwards(office: Office, account: str) -> None:
    visitor = office.visitor(account)
    address = "/inbox" if account else "/sign-in"
    assert visitor.get(address, follow_redirects=True).status_code == 200
    with away(office):
        page = (
            visitor.get("/inbox", follow_redirects=True)
            if account
            else visitor.send("/sign-in", {"account": "aino", "password": "x"})
        )

    assert page.status_code == 503
    assert "What was saved before is safe" in page.text
    assert page.headers["Retry-After"] == "5"
    assert "Traceback" not in page.text
    assert visitor.get(address, follow_redirects=True).status_code == 200


def test_a_script_gets_the_sentence_as_json(office: Office) -> None:
    visitor = office.visitor("aino")
    visitor.get("/inbox", follow_redirects=True)
    with away(office):
        answer = visitor.ask("/inbox/nothing/1/complete", {"data": {}})

    assert answer.status_code == 503
    assert "can't reach its database" in said(answer)["message"]


def test_it_lives_on_but_is_not_ready(office: Office) -> None:
    client = office.app.test_client()
    with away(office):
        live, ready = client.get("/health/live"), client.get("/health/ready")

    assert (live.status_code, ready.status_code) == (200, 503)
    assert "does not answer" in said(ready)["problems"]["database"]


def test_a_page_says_that_the_database_has_no_room_left(office: Office) -> None:
    with office.app.test_request_context("/inbox"):
        session["language"] = "en"
        page = make_response(of_polku(NoRoom()))
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    text = page.get_data(as_text=True)
    assert "The database has no room left" in text
    assert "Tell the administrator" in text
    assert "reach" not in text
