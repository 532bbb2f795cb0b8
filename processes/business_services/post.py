"""Sending the outbox: letters that the processes wrote leave the machine here, outside of any transaction.

A letter is claimed for a while, sent, and marked: a program that dies in between sends it again, with the same id, by
which the receiver's server knows it. What may pass (no connection, a full mailbox) is tried again after a pause that
doubles; what will not (no such address) is marked as failed at once, shows in the outbox, and can be tried anew.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from smtplib import SMTP, SMTPException, SMTPResponseException

import structlog

from engine.store import Database
from processes.business_services.letters import LINK
from processes.business_services.register import outbox
from processes.business_services.register.rows import LetterRow

#: How long a letter is one sender's own, how often it is tried, and the first and longest pause between tries.
LEASE = timedelta(minutes=10)
MOST_TRIES = 10
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=12)
BATCH = 50

log = structlog.get_logger("polku.post")

Address = Callable[[str, datetime], str]  # the signed link of a request for feedback that was asked at a time


def send_outbox(database: Database, now: datetime, connect: Callable[[], SMTP], sender: str, link: Address) -> int:
    """Send what is due, up to `BATCH` letters over one connection. Gives how many left.

    A server that can't be reached fails no letter for good: each is tried again later.
    """
    due = outbox.claim(database, now, LEASE, BATCH)
    if not due:
        return 0
    try:
        server = connect()
    except (OSError, SMTPException) as away:
        for letter in due:
            fail(database, letter, now, away)
        return 0
    with server:
        return sum(sent(database, letter, now, server, sender, link) for letter in due)


def sent(database: Database, letter: LetterRow, now: datetime, server: SMTP, sender: str, link: Address) -> bool:
    try:
        server.send_message(message(letter, sender, link))
    except (OSError, SMTPException, ValueError) as failure:
        fail(database, letter, now, failure)
        return False
    outbox.sent(database, letter.id, now)
    return True


def message(letter: LetterRow, sender: str, link: Address) -> EmailMessage:
    """The letter as a mail. Raises ValueError where the address or the subject can't stand in a header."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = letter.recipient
    mail["Subject"] = " ".join(letter.subject.split())
    mail["Date"] = format_datetime(letter.created_at)
    mail["Message-ID"] = f"<letter.{letter.id}@{sender.rpartition('@')[2].strip('>') or 'polku'}>"
    mail["Content-Language"] = letter.language
    mail["Auto-Submitted"] = "auto-generated"  # answering machines keep quiet
    body = letter.body
    if letter.feedback_id:
        body = body.replace(LINK, link(letter.feedback_id, letter.created_at))
    mail.set_content(body)
    return mail


def fail(database: Database, letter: LetterRow, now: datetime, failure: Exception) -> None:
    """Mark the try as failed, with the next one, unless there is no use in another."""
    tries = letter.tries + 1
    again = None if permanent(failure) or tries >= MOST_TRIES else now + pause(tries)
    why = sentence(failure)
    log.warning("letter not sent", letter=letter.id, kind=letter.kind, tries=tries, again=again, why=why)
    outbox.failed(database, letter.id, tries, again, why)


def permanent(failure: Exception) -> bool:
    """Whether the server has said, or it is plain, that the letter will never get through as it is."""
    refused: Mapping[str, tuple[int, bytes]] = getattr(failure, "recipients", None) or {}
    if isinstance(refused, dict) and refused:
        return all(code >= 500 for code, _ in refused.values())
    if isinstance(failure, SMTPResponseException):
        return failure.smtp_code >= 500 and failure.smtp_code not in (530, 535)  # signing in is the office's own matter
    return isinstance(failure, ValueError)


def pause(tries: int) -> timedelta:
    return min(SHORTEST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)


def sentence(failure: Exception) -> str:
    refused = getattr(failure, "recipients", None)
    if isinstance(refused, dict) and refused:
        code, text = next(iter(refused.values()))
        return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"[:500]
    if isinstance(failure, SMTPResponseException):
        text = failure.smtp_error
        return f"{failure.smtp_code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"[:500]
    return f"{type(failure).__name__}: {failure}"[:500]
