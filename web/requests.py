"""A name for each request, in the log and in the answer, so that the two can be brought together.

It is the caller's own, from the header X-Request-ID, or a new one. What is logged while the request is answered carries
it, and the instance where the address names one; so do the facts and records that come of it.
"""

import re
import uuid
from time import perf_counter
from typing import Any, cast

import structlog
from flask import Flask, Request, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars
from werkzeug.wrappers import Response

from engine.store import asking

HEADER = "X-Request-ID"
PLAIN = re.compile(r"[\w.:-]{1,100}", re.ASCII)
#: What is asked every few seconds and says nothing.
QUIET = frozenset({"static", "health.live", "health.ready", "metrics.show"})

#: Parts of an address that are keys.
SECRET = frozenset({"token"})

log = structlog.get_logger("web.requests")


def name() -> None:
    asked, kept = here()
    given = asked.headers.get(HEADER, "")
    kept.request_id = id = given if PLAIN.fullmatch(given) else uuid.uuid4().hex
    kept.begun = perf_counter()
    kept.asked = asking.begin(id)
    clear_contextvars()
    instance = (asked.view_args or {}).get("instance_id")
    bind_contextvars(request=id, **({"instance": instance} if instance else {}))


def tell(answer: Response) -> Response:
    asked, kept = here()
    if "request_id" in kept:
        answer.headers[HEADER] = kept.request_id
        if asked.endpoint not in QUIET:
            took = round((perf_counter() - kept.begun) * 1000, 1)
            log.info("answered", method=asked.method, path=shown_path(), status=answer.status_code, ms=took)
    return answer


def shown_path() -> str:
    """The path; the key in a link that opens something by itself stays out of the log, which others read."""
    path = request.path
    for name, value in (request.view_args or {}).items():
        if name in SECRET:
            path = path.replace(str(value), f"<{name}>")
    return path


def here() -> tuple[Request, Any]:
    """The present request, and what is kept for it. To ask Flask's proxies for each part of them costs far more."""
    return cast(Any, request)._get_current_object(), cast(Any, g)._get_current_object()


def forget(_error: BaseException | None) -> None:
    if (begun := g.pop("asked", None)) is not None:
        asking.end(begun)


def install(app: Flask) -> None:
    app.before_request(name)
    app.after_request(tell)
    app.teardown_request(forget)
