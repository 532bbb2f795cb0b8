"""Letters leave the outbox over a real mail server; what can't be sent is tried again, or told."""

import email
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import policy
from smtplib import SMTP
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from structlog.testing import capture_logs

from engine.jobs.mail import Mail
from engine.settings import Settings
from engine.store import people, work_items
from processes.business_services.demo.answers import typical
from processes.business_services.mornings import send_digests
from processes.business_services.post import LEASE, MOST_TRIES, message, send_outbox
from processes.business_services.recurring import EVERY, MORNING, recurring
from processes.business_services.register import outbox, queries
from processes.business_services.register.rows import LetterRow
from processes.business_services.stage import Stage
from tests.processes.times import MONDAY

SENDER = "Yrityspalvelut <palvelut@toimisto.example>"


class Server:
    """A mail server on this machine: takes everything but what it is told to refuse."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.refuses: dict[str, str] = {}  # address: the answer to it
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope)
        return "250 taken"

    def connect(self) -> SMTP:
        return Mail(f"smtp://127.0.0.1:{self.controller.port}?plain", SENDER).connected()

    def texts(self) -> list[str]:
        return [mail.content.decode() for mail in self.mails]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()
    found.controller.start()
    yield found
    found.controller.stop()


@pytest.fixture
def asked(stage: Stage, told: dict[str, Any]) -> Stage:
    """A stage on which a customer has been asked for feedback: one letter waits."""
    variables = {"responsibleExpert": "asiantuntija1", "services": ["recruitment"]}
    instance_id = stage.contact(told)
    item = stage.item(instance_id, "Tee palvelutarvearvio asiakkaan kanssa")
    stage.complete(item, typical(item.form, MONDAY))
    customer = {"businessId": told["businessId"], "name": "x", "language": "fi", "lifeCycle": "development"}
    customer |= {"nature": "contract", "segment": "domestic"}
    stage.start("feedback", variables | {"customer": customer}, told["businessId"])
    return stage


def send(stage: Stage, connect: Callable[[], SMTP]) -> int:
    link = lambda id, _at: f"https://palvelut.example/feedback/{id}"  # noqa: E731
    return send_outbox(stage.engine.database, stage.clock.time, connect, SENDER, link)


def letter(stage: Stage) -> LetterRow:
    (found,) = queries.letters(stage.engine.database).items
    return found


def test_a_letter_is_sent_once_with_the_link_in_it(asked: Stage, server: Server) -> None:
    assert send(asked, server.connect) == 1
    assert send(asked, server.connect) == 0

    (mail,) = server.mails
    assert mail.rcpt_tos == ["kaarlo.kontio@asiakas.example"]
    assert mail.mail_from == "palvelut@toimisto.example"
    assert f"https://palvelut.example/feedback/{letter(asked).feedback_id}" in server.texts()[0].replace("=\r\n", "")
    assert letter(asked).sent_at == asked.clock.time


def test_an_address_that_does_not_exist_fails_for_good_and_says_why(asked: Stage, server: Server) -> None:
    server.refuses["kaarlo.kontio@asiakas.example"] = "550 no such mailbox"

    assert send(asked, server.connect) == 0

    failed = letter(asked)
    assert (failed.sent_at, failed.next_try_at, failed.tries) == (None, None, 1)
    assert failed.failure == "550 no such mailbox"
    asked.wait(timedelta(days=1))
    assert send(asked, server.connect) == 0

    server.refuses.clear()
    outbox.try_again(asked.engine.database, failed.id, asked.clock.time)
    assert send(asked, server.connect) == 1


def test_what_may_pass_is_tried_again_after_a_pause_that_grows(asked: Stage, server: Server) -> None:
    server.refuses["kaarlo.kontio@asiakas.example"] = "451 the mailbox is busy"
    pauses = []
    for _ in range(3):
        assert send(asked, server.connect) == 0
        again = letter(asked).next_try_at
        assert again is not None
        pauses.append(again - asked.clock.time)
        asked.clock.time = again

    assert pauses == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    server.refuses.clear()
    assert send(asked, server.connect) == 1
    assert letter(asked).failure == ""


def test_a_server_that_is_away_fails_no_letter_for_good_at_once(asked: Stage) -> None:
    def away() -> SMTP:
        raise ConnectionRefusedError("nobody is there")

    for _ in range(MOST_TRIES - 1):
        send(asked, away)
        assert letter(asked).next_try_at is not None
        asked.clock.time = letter(asked).next_try_at or asked.clock.time

    send(asked, away)
    assert letter(asked).next_try_at is None
    assert "nobody is there" in letter(asked).failure


def test_two_senders_never_get_the_same_letter_and_one_that_died_is_made_up_for(asked: Stage, server: Server) -> None:
    database = asked.engine.database
    assert len(outbox.claim(database, asked.clock.time, LEASE, 10)) == 1  # and then the program died

    assert send(asked, server.connect) == 0
    asked.clock.time += LEASE
    assert send(asked, server.connect) == 1


def test_a_letter_makes_no_header_of_its_own_and_keeps_its_id(asked: Stage) -> None:
    row = letter(asked)
    link = lambda *_: "link"  # noqa: E731

    first, second = message(row, SENDER, link), message(row, SENDER, link)

    assert first["Message-ID"] == second["Message-ID"] == f"<letter.{row.id}@toimisto.example>"
    assert "\n" not in first["Subject"]


def test_experts_get_their_digest_once_a_day(asked: Stage, server: Server) -> None:
    database, now, hours = asked.engine.database, asked.engine.now(), asked.engine.hours
    (first, *_) = work_items.page(database, account="asiantuntija1", scope="mine").items

    done = send_digests(database, now, hours, server.connect, SENDER, "https://palvelut.example")
    again = send_digests(database, now, hours, server.connect, SENDER, "https://palvelut.example")

    assert (done, again) == (1, 0)
    assert server.mails[0].rcpt_tos == ["asiantuntija1@toimisto.example"]
    text = message_text(server)
    assert first.name in text
    assert "Koivulan Konepaja Oy" in text
    assert "https://palvelut.example/inbox" in text


def message_text(server: Server) -> str:
    found = [email.message_from_bytes(mail.content, policy=policy.default) for mail in server.mails]
    return "\n".join(part.get_content() for part in found)


def test_what_recurs_sends_the_letters_and_the_digests_by_the_settings(asked: Stage, server: Server) -> None:
    settings = Settings(
        mail_server=f"smtp://127.0.0.1:{server.controller.port}?plain",
        mail_from=SENDER,
        public_url="https://palvelut.example",
        secret_key="only-for-tests-" * 3,
    )

    actions = recurring(asked.engine, settings)

    assert {name: when for name, (when, _) in actions.items()} == {"post": EVERY, "digest": MORNING}
    assert actions["post"][1]() == 1
    assert "https://palvelut.example/feedback/" in server.texts()[0]
    assert actions["digest"][1]() == 1


def test_without_a_mail_server_or_a_sender_nothing_recurs_and_the_letters_wait(asked: Stage) -> None:
    for half in (Settings(mail_server="smtp://127.0.0.1:25"), Settings(mail_from=SENDER), Settings()):
        assert recurring(asked.engine, half) == {}
    assert letter(asked).next_try_at is not None


def test_a_digest_to_what_is_no_address_is_left_out_and_told_in_the_log(asked: Stage, server: Server) -> None:
    database, now, hours = asked.engine.database, asked.engine.now(), asked.engine.hours
    expert = people.get(database, "asiantuntija1")
    assert expert is not None
    people.save(database, replace(expert, email="asiantuntija1@toimisto.example\nBcc: all@toimisto.example"))

    with capture_logs() as logged:
        assert send_digests(database, now, hours, server.connect, SENDER, "https://palvelut.example") == 0

    assert server.mails == []
    assert [(one["event"], one["account"]) for one in logged] == [("digest not sent", "asiantuntija1")]
