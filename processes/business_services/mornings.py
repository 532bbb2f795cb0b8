"""Sending the daily digest to everybody who has something to be reminded of."""

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from smtplib import SMTP, SMTPException

import structlog

from engine.calendar import OfficeHours
from engine.store import Database, people
from engine.store.people import Person
from engine.store.requests import first_answer
from processes.business_services.digest import digest

log = structlog.get_logger("polku.digest")


def send_digests(
    database: Database, now: datetime, hours: OfficeHours, connect: Callable[[], SMTP], sender: str, address: str
) -> int:
    """A mail to everybody who has a digest and an address, once a day however many programs run. Gives how many.

    A digest that can't be sent is told in the log and not tried again: tomorrow's is better.
    """
    mails = [
        mail
        for one in people.list(database)
        if one.active and one.email and (mail := mail_to(database, one, now, hours, sender, address)) is not None
        if first_today(database, one, now)
    ]
    if not mails:
        return 0
    done = 0
    try:
        with connect() as server:
            for mail in mails:
                done += sent(server, mail)
    except (OSError, SMTPException) as away:
        log.warning("digests not sent", left=len(mails) - done, why=str(away))
    return done


def mail_to(
    database: Database, one: Person, now: datetime, hours: OfficeHours, sender: str, address: str
) -> EmailMessage | None:
    told = digest(database, one, now, hours, address)
    if told is None:
        return None
    mail = EmailMessage()
    try:
        mail["From"], mail["To"] = sender, one.email
        mail["Subject"], body = told
    except ValueError as unfit:  # a line break in an address: the others shall have theirs
        log.warning("digest not sent", account=one.account, why=str(unfit))
        return None
    mail["Date"] = format_datetime(now)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body)
    return mail


def sent(server: SMTP, mail: EmailMessage) -> bool:
    try:
        server.send_message(mail)
    except (SMTPException, ValueError) as refused:
        log.warning("digest not sent", to=mail["To"], why=str(refused))
        return False
    return True


def first_today(database: Database, one: Person, now: datetime) -> bool:
    """Whether no program has sent today's digest to this person yet."""
    day = now.date().isoformat()
    with database.writing() as session:
        return first_answer(session, f"digest/{day}/{one.account}", "digest", day, now) is None
