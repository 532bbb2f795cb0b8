"""Jobs of the type `mail`: send a mail of plain text.

The task's headers or variables say `to` (one address, or several with commas), `subject` and `text`. A mail has an id
that stays the same at every try, by which a receiver's server recognises one that was sent twice.
"""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from urllib.parse import unquote, urlsplit

from engine.errors import Refused
from engine.jobs.handlers import OUTSIDE, Handler, Job

TYPE = "mail"
SECONDS = 30
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """The server (as POLKU_MAIL_SERVER names it) and the sender."""

    server: str
    sender: str

    def handler(self) -> Handler:
        return Handler(TYPE, self.send, leaves_machine=True, lease=OUTSIDE)

    def send(self, job: Job) -> None:
        if not self.server or not self.sender:
            raise Refused("No mail can be sent: set POLKU_MAIL_SERVER and POLKU_MAIL_FROM.")
        letter = self.letter(job)
        with self.connected() as server:
            server.send_message(letter)

    def letter(self, job: Job) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = self.sender
        letter["To"] = ", ".join(addresses(job))
        letter["Subject"] = one_line(said(job, "subject"))
        letter["Date"] = format_datetime(job.now)
        letter["Message-ID"] = f"<{job.instance_id}.{job.key}@{self.sender.rpartition('@')[2].strip('>') or 'polku'}>"
        letter.set_content(said(job, "text"))
        return letter

    def connected(self) -> smtplib.SMTP:
        target = urlsplit(self.server)
        host, port = target.hostname or "", target.port or PORTS[target.scheme]
        if target.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
            if target.query != "plain":
                server.starttls(context=ssl.create_default_context())
        if target.username:
            server.login(unquote(target.username), unquote(target.password or ""))
        return server


def addresses(job: Job) -> list[str]:
    found = [address for _, address in getaddresses([one_line(said(job, "to"))]) if "@" in address]
    if not found:
        raise Refused(f"The mail of {job.element_id} has no receiver: {said(job, 'to')!r} is no address.")
    return found


def one_line(text: str) -> str:
    """Without line breaks: what follows one would be a header of the mail's own."""
    return " ".join(text.split())


def said(job: Job, name: str) -> str:
    value = job.variables.get(name) if job.variables.get(name) is not None else job.headers.get(name)
    return "" if value is None else str(value)
