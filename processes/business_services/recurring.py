"""What recurs in the office beside its processes: letters leave the outbox, and experts get their digest."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from engine.engine import Engine
from engine.jobs.mail import Mail
from engine.settings import Settings, with_secret_key
from processes.business_services import links
from processes.business_services.mornings import send_digests
from processes.business_services.post import send_outbox

EVERY = timedelta(seconds=30)
MORNING = "45 6 * * mon-fri"  # before the office opens, on its own clock


def recurring(engine: Engine, settings: Settings) -> Mapping[str, tuple[timedelta | str, Callable[[], object]]]:
    """By name: how often, and what. Without a mail server nothing is sent: the letters wait in the outbox."""
    if not settings.mail_server or not settings.mail_from:
        return {}
    mail = Mail(settings.mail_server, settings.mail_from)
    return {
        "post": (EVERY, partial(post, engine, settings, mail)),
        "digest": (MORNING, partial(digests, engine, settings, mail)),
    }


def post(engine: Engine, settings: Settings, mail: Mail) -> int:
    signing = with_secret_key(settings)
    link = partial(links.address, signing.secret_key, settings.address)
    return send_outbox(engine.database, engine.now(), mail.connected, mail.sender, link)


def digests(engine: Engine, settings: Settings, mail: Mail) -> int:
    return send_digests(engine.database, engine.now(), engine.hours, mail.connected, mail.sender, settings.address)
