"""The signed link to the feedback page, with this office's key and address."""

from datetime import datetime

from processes.business_services import links
from processes.business_services.links import LIFETIME, SALT, Link
from web.office import office

__all__ = ["LIFETIME", "SALT", "Link", "address", "read"]


def address(feedback_id: str, asked_at: datetime) -> str:
    """The whole address, for a letter that was written at `asked_at`."""
    settings = office().settings
    return links.address(settings.secret_key, settings.address, feedback_id, asked_at)


def read(token: str) -> Link | None:
    """What the link says; None when it isn't one of ours."""
    return links.read(office().settings.secret_key, token)
