"""The signed link to the feedback page: it names the feedback and the moment when it ends, and can't be made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import url_for
from itsdangerous import BadData, URLSafeSerializer

from web.office import office

LIFETIME = timedelta(days=60)
SALT = "feedback"


@dataclass(frozen=True, slots=True)
class Link:
    feedback_id: str
    ends: datetime


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(office().settings.secret_key, salt=SALT)


def address(feedback_id: str, asked_at: datetime) -> str:
    """The whole address, for a letter that was written at `asked_at`."""
    token = signer().dumps({"f": feedback_id, "e": int((asked_at + LIFETIME).timestamp())})
    return office().settings.address + url_for("feedback.ask", token=token)


def read(token: str) -> Link | None:
    """What the link says; None when it isn't one of ours."""
    try:
        said: Mapping[str, Any] = signer().loads(token)
    except BadData:
        return None
    return Link(said["f"], datetime.fromtimestamp(said["e"], UTC))
