"""Checkpoints go where the database's owner can't reach, and one deaf receiver does not keep them from the others."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from engine.errors import Refused
from engine.history.publishing import Signed, channels, into_folder, send_everywhere, to_url
from engine.proof.checkpoint import Checkpoint
from engine.settings import Settings
from tests.jobs.test_mail import Server

SIGNED = Signed(Checkpoint("office", 7, bytes(32)), datetime(2026, 1, 5, 8, tzinfo=UTC), "the note\n")


@pytest.fixture
def posted() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this machine, and what was posted to it; /deaf answers with an error."""
    bodies: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(500 if self.path == "/deaf" else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing on the test's output."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", bodies
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_checkpoint_goes_wherever_the_settings_say(tmp_path: Path, posted: tuple[str, list[bytes]]) -> None:
    # given
    address, bodies = posted
    post = Server()
    settings = Settings(
        checkpoint_folder=str(tmp_path / "outside"),
        checkpoint_url=f"{address}/log",
        checkpoint_mail="auditor@office.example",
        mail_server=f"smtp://127.0.0.1:{post.port}?plain",
        mail_from="polku@office.example",
    )

    # when
    send_everywhere(SIGNED, channels(settings))
    post.close()

    # then
    assert (tmp_path / "outside" / "checkpoint-000000000007.txt").read_text() == SIGNED.note
    assert bodies == [SIGNED.note.encode()]
    assert "the note" in post.told
    assert "To: auditor@office.example" in post.told


def test_without_settings_it_goes_nowhere() -> None:
    assert channels(Settings()) == []


def test_what_one_receiver_refuses_reaches_the_others(tmp_path: Path, posted: tuple[str, list[bytes]]) -> None:
    # given
    address, _ = posted

    # when
    with pytest.raises(Refused, match=r"over 7 entries did not go everywhere: .*500"):
        send_everywhere(SIGNED, [to_url(f"{address}/deaf"), into_folder(tmp_path / "outside")])

    # then
    assert (tmp_path / "outside" / "checkpoint-000000000007.txt").exists()


def test_mail_without_a_server_is_told() -> None:
    with pytest.raises(Refused, match="POLKU_MAIL_SERVER"):
        send_everywhere(SIGNED, channels(Settings(checkpoint_mail="auditor@office.example")))


def test_a_receiver_that_is_not_there_is_told() -> None:
    # given: a port where nobody listens
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    # then
    with pytest.raises(Refused, match="did not go everywhere"):
        send_everywhere(SIGNED, [to_url(f"http://127.0.0.1:{port}/log")])


def test_what_is_known_is_neither_mailed_nor_posted_again(posted: tuple[str, list[bytes]]) -> None:
    # given
    address, bodies = posted

    # when
    send_everywhere(replace(SIGNED, new=False), [to_url(f"{address}/log")])

    # then
    assert bodies == []
