"""What every answer carries so that a browser guards it: no foreign scripts, no framing, no guessing of types."""

from flask import Flask, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
#: The diagram editors place their boxes with style attributes; nothing else may.
DESIGNER = {"style-src-attr": "'unsafe-inline'"}

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

HEADERS_OF_DATA = HEADERS | {"Cache-Control": "no-store"}

#: As they are sent.
ON_PAGES, ON_DESIGNERS = (
    "; ".join(f"{name} {value}" for name, value in policy.items()) for policy in (POLICY, POLICY | DESIGNER)
)

csrf = CSRFProtect()


def for_designer() -> None:
    """Called by a view whose page holds a diagram or an editor."""
    g.designer = True


def guard_answer(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = ON_DESIGNERS if g.get("designer") else ON_PAGES
    # Customers' data must not stay in a shared machine's cache.
    wanted = HEADERS if request.endpoint == "static" else HEADERS_OF_DATA
    there = {name.lower() for name, _ in answer.headers}  # looked through once, not for each of ours
    answer.headers.extend([(name, value) for name, value in wanted.items() if name.lower() not in there])
    return answer


def install(app: Flask) -> None:
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # a form may stay open all day; the session ends it
    csrf.init_app(app)
    app.after_request(guard_answer)
