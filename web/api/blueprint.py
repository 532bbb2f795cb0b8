"""The blueprint that every view of the API belongs to."""

from typing import Any

from apiflask import APIBlueprint
from flask import request

from engine.errors import Invalid

PREFIX = "/api/v1"
#: What `doc(security=…)` of every view refers to, and the description itself.
BEARER = "bearer"
SECURITY: dict[str, Any] = {BEARER: {"type": "http", "scheme": "bearer", "description": "A token of `polku token`."}}
LONGEST_KEY = 200

# Views that have nothing to say answer {} and not 204: waitress closes the connection then, and a busy client would
# have to open a new one for each request.
bp = APIBlueprint("api", __name__, url_prefix=PREFIX, template_folder="templates", enable_openapi=True)


def request_id(account: str) -> str:
    """The key of the header Idempotency-Key, told apart from other accounts' keys; empty without one."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Invalid({"Idempotency-Key": f"An idempotency key has at most {LONGEST_KEY} printable characters."})
    return f"{account}/{key}" if key else ""
