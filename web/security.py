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

csrf = CSRFProtect()


def for_designer() -> None:
    """Called by a view whose page holds a diagram or an editor."""
    g.designer = True


def guard_answer(answer: Response) -> Response:
    policy = POLICY | DESIGNER if g.get("designer") else POLICY
    answer.headers["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in policy.items())
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.endpoint != "static":
        # Customers' data must not stay in a shared machine's cache.
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def install(app: Flask) -> None:
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # a form may stay open all day; the session ends it
    csrf.init_app(app)
    app.after_request(guard_answer)
