"""Where signed checkpoints go: out of the reach of whoever owns the database."""

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.request import Request, urlopen

from engine.errors import Refused
from engine.jobs.mail import Mail
from engine.proof.checkpoint import Checkpoint
from engine.settings import Settings

SECONDS = 20  # that another machine may take to answer


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint with the note that proves it. `new`: the log has grown since the one before."""

    checkpoint: Checkpoint
    at: datetime
    note: str
    new: bool = True


Publish = Callable[[Signed], None]


def channels(settings: Settings) -> list[Publish]:
    """Where checkpoints go, by the settings."""
    found: list[Publish] = []
    if settings.checkpoint_folder:
        found.append(into_folder(Path(settings.checkpoint_folder)))
    if settings.checkpoint_mail:
        found.append(by_mail(Mail(settings.mail_server, settings.mail_from), settings.checkpoint_mail))
    if settings.checkpoint_url:
        found.append(to_url(settings.checkpoint_url))
    return found


def send_everywhere(signed: Signed, publish: Iterable[Publish]) -> None:
    """Send it to all; what one of them refuses does not keep it from the others. Raises `Refused` with what failed."""
    failed = []
    for send in publish:
        try:
            send(signed)
        except (OSError, Refused) as error:
            failed.append(str(error))
    if failed:
        raise Refused(
            f"The checkpoint over {signed.checkpoint.size} entries did not go everywhere: {'; '.join(failed)}"
        )


def into_folder(folder: Path) -> Publish:
    """Publishing by writing files `checkpoint-<size>.txt`, for a folder that others keep copies of."""

    def write(signed: Signed) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"checkpoint-{signed.checkpoint.size:012d}.txt"
        if file.exists():
            return
        with tempfile.NamedTemporaryFile("w", dir=folder, encoding="utf-8", delete=False) as draft:
            draft.write(signed.note)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).chmod(0o644)
        Path(draft.name).replace(file)

    return write


def by_mail(mail: Mail, to: str) -> Publish:
    """Publishing by mail: a new checkpoint is a letter."""

    def send(signed: Signed) -> None:
        if not signed.new:
            return
        if not mail.server or not mail.sender:
            raise Refused("no mail can be sent: set POLKU_MAIL_SERVER and POLKU_MAIL_FROM")
        letter = EmailMessage()
        letter["From"], letter["To"] = mail.sender, to
        letter["Subject"] = f"Checkpoint {signed.checkpoint.size} of {signed.checkpoint.origin}"
        letter["Date"] = format_datetime(signed.at)
        letter.set_content(signed.note)
        with mail.connected() as server:
            server.send_message(letter)

    return send


def to_url(url: str) -> Publish:
    """Publishing by HTTP: a new checkpoint is posted as text; anything but a 2xx is a failure."""

    def post(signed: Signed) -> None:
        if signed.new:
            headers = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "Polku"}
            request = Request(url, signed.note.encode(), headers, method="POST")  # noqa: S310  http or https by setting
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                answer.read()

    return post
