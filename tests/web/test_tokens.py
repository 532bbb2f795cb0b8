"""Administrators give the API's tokens out on a page: shown once, revoked at once, each with a record."""

import re
from datetime import timedelta

import pytest

from engine.store import records, tokens
from tests.web.conftest import Office

GIVEN = {"account": "robot", "role": "job-worker", "days": "90", "note": "invoices"}


def made(office: Office, **changes: str) -> str:
    """The text of a token that an administrator has made on the page."""
    page = office.visitor("yrjo").send("/operations/tokens", GIVEN | changes, follow_redirects=True)
    found = re.search(r'value="(polku_[^"]+)"', page.text)
    assert found, page.text
    return found[1]


def asked(office: Office, text: str, address: str = "/api/v1/definitions/process") -> int:
    client = office.app.test_client()
    return client.get(address, headers={"Authorization": f"Bearer {text}"}).status_code


def test_a_token_is_shown_once_opens_the_api_and_leaves_a_record(office: Office) -> None:
    visitor = office.visitor("yrjo")
    page = visitor.send("/operations/tokens", {**GIVEN, "role": "client"}, follow_redirects=True).text
    (text,) = re.findall(r'value="(polku_[^"]+)"', page)

    assert asked(office, text) == 200
    again = visitor.get("/operations/tokens").text
    assert text not in again
    assert "invoices" in again
    (row,) = tokens.tokens(office.program.database)
    assert (row.account, row.roles, row.created_by) == ("robot", ("client",), "yrjo")
    assert row.expires_at == office.clock.now() + timedelta(days=90)
    with office.program.database.reading() as session:
        (kept,) = records.found(session, records.Wanted(kind="TokenMade"))
    assert (kept.actor, kept.subject, kept.reason) == ("yrjo", f"token:{row.id}", "invoices")
    assert text not in str(kept)


def test_a_persons_token_without_a_mark_can_do_what_the_person_can(office: Office) -> None:
    assert asked(office, made(office, account=" Aino ", role=""), "/api/v1/work-items") == 200
    (row,) = tokens.tokens(office.program.database)
    assert (row.account, row.roles) == ("aino", ("expert",))


def test_a_revoked_token_opens_nothing_and_is_revoked_once(office: Office) -> None:
    text = made(office, role="client")
    (row,) = tokens.tokens(office.program.database)
    visitor = office.visitor("yrjo")

    page = visitor.send(f"/operations/tokens/{row.id}/revoke", follow_redirects=True).text

    assert "of robot is revoked" in page
    office.clock.advance(timedelta(seconds=10))
    assert asked(office, text) == 401
    assert "was revoked before" in visitor.send(f"/operations/tokens/{row.id}/revoke", follow_redirects=True).text
    assert visitor.send("/operations/tokens/nothing/revoke").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"account": ""}, "Give a person&#39;s account"),
        ({"account": "a b"}, "Give a person&#39;s account"),
        ({"account": "system"}, "Give a person&#39;s account"),
        ({"role": ""}, "Mark what the program may do."),
        ({"role": "auditor"}, "robot can&#39;t have auditor. Possible: job-worker, client."),
        ({"account": "aino", "role": "auditor"}, "aino can&#39;t have auditor. Possible: expert."),
        ({"days": "0"}, "Give a number of days from 1 to 3650."),
        ({"days": "²"}, "Give a number of days from 1 to 3650."),
        ({"days": "99999"}, "Give a number of days from 1 to 3650."),
        ({"note": " "}, "Say what it is for"),
        ({"note": "x" * 201}, "Say what it is for"),
    ],
)
def test_nonsense_is_told_what_was_typed_stays_and_nothing_is_made(
    office: Office, changes: dict[str, str], sentence: str
) -> None:
    answer = office.visitor("yrjo").send("/operations/tokens", GIVEN | changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    kept = (GIVEN | changes)["note"].strip()
    assert f'value="{kept}"' in answer.text
    assert tokens.tokens(office.program.database) == ()


def test_tokens_come_page_by_page(office: Office) -> None:
    database, now = office.program.database, office.clock.now()
    for name in "cab":
        tokens.make(database, name, ["client"], note="n", expires_at=now, by="yrjo", now=now)
    first = tokens.page(database, limit=2)
    second = tokens.page(database, limit=2, after=first.next)
    assert [one.account for one in (*first.items, *second.items)] == ["a", "b", "c"]
    assert second.next is None
