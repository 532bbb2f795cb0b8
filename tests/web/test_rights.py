"""The table of rights is complete, and is what the pages do."""

from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from tests.web.conftest import PEOPLE, Office
from web.auth.rights import ANYBODY, PROGRAM_ROLES, RIGHTS, ROLES, may

ACCOUNTS = {role: account for account, (_, role, _) in PEOPLE.items()}
#: A value for each placeholder of an address; that it leads nowhere is no matter here.
SAMPLES: dict[str, Any] = {
    "account": "nobody",
    "business_id": "1234567-1",
    "code": "fi",
    "definition": "service-path:1",
    "filename": "nothing.txt",
    "form": "xes",
    "id": "service-path",
    "instance_id": "none",
    "key": 1,
    "kind": "process",
    "number": 1,
    "process_id": "customer-plan",
    "token": "none",
}


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def pages(app: Flask) -> list[Rule]:
    """The rules for people; programs have a door of their own (tests/web/api/test_door.py)."""
    return [rule for rule in rules(app) if not rule.endpoint.startswith("api.")]


def test_every_route_stands_in_the_table_and_every_row_is_a_route(office: Office) -> None:
    assert {rule.endpoint for rule in rules(office.app)} == set(RIGHTS)


def test_the_table_knows_only_roles_that_exist() -> None:
    assert set().union(*RIGHTS.values()) <= {ANYBODY, *ROLES, *PROGRAM_ROLES}


def test_a_route_that_is_not_in_the_table_is_refused_to_everybody(office: Office) -> None:
    office.app.add_url_rule("/forgotten", "forgotten.page", lambda: "secret")

    assert not may(ROLES, "forgotten.page")
    for account in PEOPLE:
        assert office.visitor(account).get("/forgotten").status_code == 403


@pytest.mark.parametrize("role", [*ROLES, ANYBODY])
def test_each_role_gets_what_the_table_says_on_every_route(office: Office, role: str) -> None:
    visitor = office.visitor(ACCOUNTS.get(role, ""))
    for rule in pages(office.app):
        with office.app.test_request_context():
            address = url_for(rule.endpoint, **{name: SAMPLES[name] for name in rule.arguments})
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = visitor.client.open(address, method=method)
            refused = answer.status_code in {401, 403} or "/sign-in?next=" in answer.headers.get("Location", "")
            assert refused is (role not in RIGHTS[rule.endpoint]), (rule.endpoint, method, answer.status_code)


def test_nobody_changes_anything_without_the_token_of_a_page(office: Office) -> None:
    visitor = office.visitor("aino")

    for rule in pages(office.app):
        with office.app.test_request_context():
            address = url_for(rule.endpoint, **{name: SAMPLES[name] for name in rule.arguments})
        for method in (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}:
            if may(["expert"], rule.endpoint):
                assert visitor.client.open(address, method=method).status_code == 400


def test_a_closed_account_is_out_at_once(office: Office) -> None:
    from dataclasses import replace

    from engine.store import people

    visitor = office.visitor("aino")
    assert visitor.get("/inbox").status_code == 200

    person = people.get(office.program.database, "aino")
    assert person is not None
    people.save(office.program.database, replace(person, active=False))

    assert visitor.get("/inbox").status_code == 302
