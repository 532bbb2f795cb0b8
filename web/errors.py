"""Errors as pages with a sentence, or as JSON or a fragment where a script asked. Never a traceback."""

import structlog
from flask import Flask, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from engine.errors import (
    AlreadyDone,
    DeploymentRefused,
    Invalid,
    NoRoom,
    NotAllowed,
    NotFound,
    PolkuError,
    Refused,
    Suspended,
    Unavailable,
)
from web.api import problem
from web.assets import FrontEndNotBuilt

log = structlog.get_logger("web")

#: Status: (heading, what to do).
PAGES = {
    400: (lazy_gettext("The request can't be understood"), lazy_gettext("Go back, reload the page and try again.")),
    401: (lazy_gettext("Sign in first"), lazy_gettext("You have been signed out. Sign in and try again.")),
    403: (lazy_gettext("This is not for your role"), lazy_gettext("Ask your service manager if you need it.")),
    404: (lazy_gettext("There is no such page"), lazy_gettext("Check the address, or search for what you need.")),
    405: (lazy_gettext("This can't be done here"), lazy_gettext("Go back and use the page's own buttons.")),
    409: (lazy_gettext("Somebody was first"), lazy_gettext("Go back and look at the present state.")),
    413: (lazy_gettext("That is too large"), lazy_gettext("Make it smaller and send it again.")),
    422: (lazy_gettext("Something must be corrected"), lazy_gettext("Go back and correct it.")),
    429: (lazy_gettext("Too many attempts"), lazy_gettext("Wait a while and try again.")),
    500: (
        lazy_gettext("Something went wrong"),
        lazy_gettext("It was written to the log. Try again; if it stays so, tell the administrator."),
    ),
    503: (
        lazy_gettext("Polku can't reach its database"),
        lazy_gettext(
            "What was saved before is safe. Go back and try again in a moment; what you typed is still there."
        ),
    ),
}
#: The same for a database that is there and can keep nothing more.
NO_ROOM = (
    lazy_gettext("The database has no room left"),
    lazy_gettext(
        "Nothing was saved now. What was saved before is safe, what you typed is still there. Tell the administrator."
    ),
)

STATUS: tuple[tuple[type[PolkuError], int], ...] = (
    (NotFound, 404),
    (AlreadyDone, 409),
    (Refused, 409),
    (NotAllowed, 403),
    (Invalid, 422),
    (DeploymentRefused, 422),
    *problem.OWN.items(),
    (Unavailable, 503),
)
RETRY_AFTER = "5"  # seconds


def status_of(error: PolkuError) -> int:
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def answer(status: int, sentence: str = "", told: tuple[str, str] | None = None) -> ResponseReturnValue:
    heading, advice = told or PAGES.get(status, PAGES[500])
    if problem.is_api():
        return problem.problem(status, sentence)
    message = sentence or f"{heading}. {advice}"
    if request.is_json or request.accept_mimetypes.best == "application/json":
        return jsonify(message=message), status
    if request.headers.get("HX-Request"):
        return render_template("fragments/alert.html", kind="failed", message=message), status
    try:
        page = render_template("error.html", status=status, heading=heading, advice=advice, sentence=sentence)
    except FrontEndNotBuilt as error:
        return not_built(error)
    except Unavailable as error:  # it would have shown whose page it is
        return of_unavailable(error)
    return page, status


def install(app: Flask) -> None:
    app.register_error_handler(PolkuError, of_polku)
    app.register_error_handler(CSRFError, of_csrf)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(FrontEndNotBuilt, not_built)
    app.register_error_handler(Exception, unexpected)


def of_polku(error: PolkuError) -> ResponseReturnValue:
    status = status_of(error)
    if status == 500:
        return unexpected(error)
    if problem.is_api():
        return problem.of_polku(error, status)
    if isinstance(error, Unavailable):
        return of_unavailable(error)
    # The engine's sentences are in English, and of what isn't there the page says enough.
    return answer(status, "" if status == 404 else sentence_of(error))


def sentence_of(error: PolkuError) -> str:
    if isinstance(error, Suspended):
        return gettext("The process is suspended: nothing in it goes on until it is resumed. Try again then.")
    return str(error)


def of_unavailable(error: Unavailable) -> ResponseReturnValue:
    """A page that asks the database nothing: neither who is signed in nor how much work there is."""
    log.warning("database unavailable", method=request.method, path=request.path, reason=error.reason)
    somebody = g.get("person")
    if somebody is not None:
        g.language = somebody.language
    g.person = None
    response = make_response(answer(503, told=NO_ROOM if isinstance(error, NoRoom) else None))
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def of_csrf(_error: CSRFError) -> ResponseReturnValue:
    return answer(400, gettext("The page was too old, so nothing was saved. Reload it and try again."))


def of_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error
    return answer(error.code or 500)


def not_built(error: FrontEndNotBuilt) -> ResponseReturnValue:
    """No page can be shown, not even that of an error; the sentence says what to do."""
    return f"{error}\n", 503, {"Content-Type": "text/plain; charset=utf-8"}


def unexpected(error: Exception) -> ResponseReturnValue:
    if isinstance(error, InternalServerError):
        error = error.original_exception or error  # type: ignore[assignment]
    log.error("request failed", method=request.method, path=request.path, exc_info=error)
    return answer(500)
