"""Programs that use the API of the office, each with a token of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.store import tokens
from tests.engine.diagrams import chain, diagram, form, job, message, message_event, user_task
from tests.web.conftest import Office

NUMBER = {"type": "number", "key": "amount", "label": "Amount", "id": "f1", "validate": {"required": True, "min": 1}}
FILES = {
    "amount.form": form("amount", NUMBER),
    "asking.bpmn": diagram("asking", chain(user_task(groups="yrityspalvelut", form="amount"), job())),
    "errand.bpmn": diagram("errand", chain(job())),
    "waiting.bpmn": diagram(
        "waiting",
        chain(message_event("intermediateCatchEvent", "catch", "m"), user_task(groups="yrityspalvelut")),
        beside=message("m", "paid", "=invoice"),
    ),
}


@dataclass
class Program:
    """A program on another machine that has a token."""

    client: FlaskClient
    token: str

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=sent)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.ask("POST", path, {} if body is None else body, **headers)


NewProgram = Callable[..., Program]


@pytest.fixture
def program(office: Office) -> NewProgram:
    """Give an account and roles for a program with a token; no account, no token."""

    def new(account: str = "", *roles: str, days: int = 30) -> Program:
        text = ""
        if account:
            person_roles = roles or office.roles(account)
            now = office.clock.now()
            _, text = tokens.make(
                office.program.database,
                account,
                person_roles,
                note="",
                expires_at=now + timedelta(days=days),
                by="t",
                now=now,
            )
        return Program(office.app.test_client(), text)

    return new


@pytest.fixture
def deployed(office: Office) -> Office:
    """The office with small processes of the tests' own."""
    office.program.engine.deploy(FILES, actor="otso")
    return office
