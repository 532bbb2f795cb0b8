"""The signed link to the feedback page: it names the feedback and the moment when it ends, and can't be made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

LIFETIME = timedelta(days=60)
SALT = "feedback"


@dataclass(frozen=True, slots=True)
class Link:
    feedback_id: str
    ends: datetime


def signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt=SALT)


def address(secret_key: str, office: str, feedback_id: str, asked_at: datetime) -> str:
    """The whole address under that of the `office`, for a letter that was written at `asked_at`."""
    token = signer(secret_key).dumps({"f": feedback_id, "e": int((asked_at + LIFETIME).timestamp())})
    return f"{office}/feedback/{token}"


def read(secret_key: str, token: str) -> Link | None:
    """What the link says; None when it isn't one of ours."""
    try:
        said: Mapping[str, Any] = signer(secret_key).loads(token)
    except BadData:
        return None
    return Link(said["f"], datetime.fromtimestamp(said["e"], UTC))
