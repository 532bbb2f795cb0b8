"""A visitor of the pages: keeps the session, and sends the token of the last page along, as a browser does."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


class Visitor:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, address: str, **more: Any) -> TestResponse:
        return self._seen(self.client.get(address, **more))

    def send(self, address: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Post a form, with the token of the page that it stands on."""
        fields = {"csrf_token": self._token(), **(data or {})}
        return self._seen(self.client.post(address, data=fields, **more))

    def ask(self, address: str, body: Any, method: str = "POST") -> TestResponse:
        """Send JSON, as an island does."""
        headers = {"X-CSRFToken": self._token(), "Accept": "application/json"}
        return self.client.open(address, method=method, json=body, headers=headers)

    def _token(self) -> str:
        if not self.token:
            self.get("/sign-in", follow_redirects=True)
        return self.token

    def _seen(self, page: TestResponse) -> TestResponse:
        if page.mimetype == "text/html" and (found := TOKEN.search(page.text)):
            self.token = found[1]
        return page


def said(answer: TestResponse) -> Any:
    """The JSON of an answer."""
    return answer.json
