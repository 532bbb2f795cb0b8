"""A name for each request, in the log and in the answer, so that the two can be brought together.

It is the caller's own, from the header X-Request-ID, or a new one. What is logged while the request is answered carries
it, and the instance where the address names one; so do the facts and records that come of it.
"""

import re
import uuid
from time import perf_counter

import structlog
from flask import Flask, g, request
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
    given = request.headers.get(HEADER, "")
    g.request_id = given if PLAIN.fullmatch(given) else uuid.uuid4().hex
    g.begun = perf_counter()
    clear_contextvars()
    bind_contextvars(request=g.request_id)
    g.asked = asking.begin(g.request_id)
    if instance := (request.view_args or {}).get("instance_id"):
        bind_contextvars(instance=instance)


def tell(answer: Response) -> Response:
    if "request_id" in g:
        answer.headers[HEADER] = g.request_id
        if request.endpoint not in QUIET:
            took = round((perf_counter() - g.begun) * 1000, 1)
            log.info("answered", method=request.method, path=shown_path(), status=answer.status_code, ms=took)
    return answer


def shown_path() -> str:
    """The path; the key in a link that opens something by itself stays out of the log, which others read."""
    path = request.path
    for name, value in (request.view_args or {}).items():
        if name in SECRET:
            path = path.replace(str(value), f"<{name}>")
    return path


def forget(_error: BaseException | None) -> None:
    if (begun := g.pop("asked", None)) is not None:
        asking.end(begun)


def install(app: Flask) -> None:
    app.before_request(name)
    app.after_request(tell)
    app.teardown_request(forget)
