"""Webhooks: only where an administrator allows it, signed, told apart by their key, and never led anywhere else."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from engine.errors import Refused
from engine.jobs.handlers import Job
from engine.jobs.webhook import Webhook

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass
class Receiver:
    """Another system on this machine: what it was asked, and what it answers."""

    port: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)
    answer: tuple[int, dict[str, str], bytes] = (200, {}, b'{"ok": true}')

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?a=1"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found.asked.append({"path": self.path, "body": body, **{k.lower(): v for k, v in self.headers.items()}})
            status, headers, content = found.answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST  # noqa: N815  http.server's own name

        def log_message(self, *_: Any) -> None:
            """Nothing: the test looks at what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def job(url: str, **variables: Any) -> Job:
    return Job(instance_id="i1", key=7, type="webhook", variables=variables, headers={"url": url}, retries=3, now=NOW)


def test_the_variables_are_sent_and_the_answer_comes_back(receiver: Receiver) -> None:
    result = Webhook(["internal:127.0.0.1"]).call(job(receiver.url, customer="Kaarlo", amount=5))

    (asked,) = receiver.asked
    assert json.loads(asked["body"]) == {"customer": "Kaarlo", "amount": 5}
    assert (asked["path"], asked["idempotency-key"]) == ("/hook?a=1", "i1/7")
    assert result == {"response": {"status": 200, "body": {"ok": True}}}


def test_a_body_of_its_own_a_method_and_a_name_for_the_result(receiver: Receiver) -> None:
    asking = job(receiver.url, body=[1, 2], method="POST", resultVariable="told")
    assert list(Webhook(["internal:127.0.0.1"]).call(asking)) == ["told"]
    Webhook(["internal:127.0.0.1"]).call(job(receiver.url, method="get"))

    assert [asked["body"] for asked in receiver.asked] == [b"[1, 2]", b""]


def test_a_call_is_signed_over_its_moment_and_body(receiver: Receiver) -> None:
    Webhook(["internal:127.0.0.1"], "secret").call(job(receiver.url, a=1))

    (asked,) = receiver.asked
    at = str(int(NOW.timestamp()))
    expected = hmac.new(b"secret", f"{at}.".encode() + asked["body"], hashlib.sha256).hexdigest()
    assert asked["x-polku-signature"] == f"t={at},v1={expected}"


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_what_is_no_success_is_a_failed_try_with_the_beginning_of_the_answer(receiver: Receiver, status: int) -> None:
    receiver.answer = (status, {}, b"no such customer")
    with pytest.raises(Refused, match=f"{status}: no such customer"):
        Webhook(["internal:127.0.0.1"]).call(job(receiver.url))


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.answer = (302, {"Location": "http://127.0.0.1:1/private"}, b"")
    with pytest.raises(Refused, match="redirect"):
        Webhook(["internal:127.0.0.1"]).call(job(receiver.url))
    assert len(receiver.asked) == 1


@pytest.mark.parametrize(
    ("hosts", "url", "why"),
    [
        ([], "https://api.example.fi/x", "not allowed"),
        (["api.example.fi"], "https://other.example.fi/x", "not allowed"),
        (["api.example.fi"], "https://api.example.fi@other.example/x", "user name"),
        (["api.example.fi"], "https://api.example.fi.other.example/x", "not allowed"),
        (["api.example.fi:8443"], "https://api.example.fi/x", "not allowed"),
        (["api.example.fi"], "http://api.example.fi/x", "TLS only"),
        (["api.example.fi"], "file:///etc/passwd", "can't be called"),
        (["127.0.0.1"], "https://127.0.0.1/x", "private address"),
        (["localhost"], "https://localhost/x", "private address"),
        (["10.0.0.1"], "https://10.0.0.1/x", "private address"),
        (["169.254.169.254"], "https://169.254.169.254/latest", "private address"),
        (["[::1]", "::1"], "https://[::1]/x", "private address"),
        (["::ffff:127.0.0.1"], "https://[::ffff:127.0.0.1]/x", "private address"),
        (["::127.0.0.1"], "https://[::127.0.0.1]/x", "private address"),
        (["64:ff9b::a00:1"], "https://[64:ff9b::a00:1]/x", "private address"),
        (["64:ff9b:1::1"], "https://[64:ff9b:1::1]/x", "private address"),
        (["2002:7f00:1::"], "https://[2002:7f00:1::]/x", "private address"),
        (["fec0::1"], "https://[fec0::1]/x", "private address"),
        (["224.0.0.1"], "https://224.0.0.1/x", "private address"),
    ],
)
def test_nothing_is_called_that_is_not_allowed(hosts: list[str], url: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        Webhook(hosts).call(job(url))


def test_a_method_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="method"):
        Webhook(["internal:127.0.0.1"]).call(job("http://127.0.0.1/x", method="STEAL"))
