"""Mails are sent with an id that stays the same, and without headers that somebody smuggles in."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest

from engine.errors import Refused
from engine.jobs.handlers import Job
from engine.jobs.mail import Mail

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


class Server:
    """A mail server that takes one mail and keeps what it was told."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.told: list[str] = []
        self.thread = Thread(target=self.talk)
        self.thread.start()

    def talk(self) -> None:
        try:
            connection, _ = self.listening.accept()
        except OSError:
            return  # closed before anybody came
        with connection, connection.makefile("rwb") as talk:
            inside = False
            talk.write(b"220 here\r\n")
            talk.flush()
            for raw in talk:
                line = raw.decode().rstrip("\r\n")
                self.told.append(line)
                if inside and line != ".":
                    continue
                inside = line.upper() == "DATA"
                talk.write({"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}.get(line.upper(), b"250 fine\r\n"))
                talk.flush()

    def close(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    yield found
    found.close()


def job(**variables: Any) -> Job:
    return Job(instance_id="i1", key=7, type="mail", variables=variables, retries=3, now=NOW, element_id="tell")


def test_a_mail_is_sent_with_an_id_that_stays_the_same(server: Server) -> None:
    mail = Mail(f"smtp://127.0.0.1:{server.port}?plain", "Toimisto <toimisto@polku.example>")
    mail.send(job(to="kaarlo@asiakas.example", subject="Päätös", text="Hei Kaarlo!\nTervetuloa."))

    assert any(line.lower().startswith("mail from:<toimisto@polku.example>") for line in server.told)
    assert "Message-ID: <i1.7@polku.example>" in server.told
    assert "To: kaarlo@asiakas.example" in server.told
    assert "Hei Kaarlo!" in server.told


def test_a_subject_makes_no_header_of_its_own() -> None:
    letter = Mail("smtp://x", "a@b.example").letter(
        job(to="k@c.example", subject="Hei\r\nBcc: all@c.example", text="t")
    )

    assert letter["Subject"] == "Hei Bcc: all@c.example"
    assert letter["Bcc"] is None


@pytest.mark.parametrize("to", ["", "nobody", None])
def test_a_mail_without_a_receiver_is_refused(to: str | None) -> None:
    with pytest.raises(Refused, match="no receiver"):
        Mail("smtp://x", "a@b.example").letter(job(to=to, subject="s", text="t"))


def test_without_a_server_nothing_is_sent_and_the_sentence_says_what_to_set() -> None:
    with pytest.raises(Refused, match="POLKU_MAIL_SERVER"):
        Mail("", "").send(job(to="k@c.example"))
