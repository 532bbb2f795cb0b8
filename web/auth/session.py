"""Who sends the request, as the session cookie says, and the door-keeper before every view."""

from datetime import timedelta
from hashlib import sha256
from typing import Any, cast

from flask import Flask, Request, abort, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from werkzeug.wrappers import Response

from engine.store import people
from engine.store.people import Person
from web.api import door
from web.api.blueprint import PREFIX
from web.auth.rights import may
from web.office import office

ACCOUNT = "account"
PASSWORD = "password"  # noqa: S105  the name of a field
API = "api"
LIFETIME = timedelta(hours=12)


class PageSessions(SecureCookieSessionInterface):
    """Sessions that only opening a page prolongs.

    What a page loads behind the scenes may be answered after the next page was asked for. If such an answer brought
    the session along as well, it would undo what happened meanwhile: the word of how an errand went would be lost.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The API looks at no cookie: what it is sent there is not even read."""
        if request.path.startswith(f"{PREFIX}/"):
            return self.session_class()
        return super().open_session(app, request)

    def should_set_cookie(self, _: Flask, session: SessionMixin) -> bool:
        return session.modified or (session.permanent and "text/html" in request.headers.get("Accept", ""))


def person() -> Person | None:
    """The signed-in person; nobody when the account is gone or closed since."""
    if "person" not in g:
        account = session.get(ACCOUNT)
        found = people.get(office().database, account) if account else None
        g.person = found if found is not None and found.active and session.get(PASSWORD) == seal(found) else None
    return cast(Person | None, g.person)


def me() -> Person:
    """The signed-in person, in a view that is for signed-in people only."""
    found = person()
    if found is None:
        abort(401)
    return found


def roles() -> tuple[str, ...]:
    found = person()
    return tuple(found.roles) if found else ()


def can(route: str) -> bool:
    """Whether the person of this request may use the route: for links and buttons."""
    return may(roles(), route)


def seal(person: Person) -> str:
    """What a session remembers of the password that it began with: a new password ends every session before it.

    It tells nothing of the password: what is hashed here is a hash with salt.
    """
    return sha256(person.password_hash.encode()).hexdigest()[:16]


def begin(person: Person) -> None:
    """Start the session of a person whose password was right; nothing of an earlier session stays."""
    language = session.get("language")
    session.clear()
    session[ACCOUNT] = person.account
    session[PASSWORD] = seal(person)
    if language:
        session["language"] = language
    session.permanent = True
    g.pop("person", None)


def end() -> None:
    session.clear()
    g.pop("person", None)


def guard() -> Response | None:
    """Before every view: let pass who may, ask for a sign-in or refuse. An unknown address is left to answer 404.

    The API has a door of its own, with tokens instead of sessions.
    """
    if request.blueprint == API:
        door.guard(request.endpoint or "")
        return None
    if request.endpoint is None or may(roles(), request.endpoint):
        return None
    if person() is not None:
        abort(403)
    if (
        request.method != "GET"
        or request.headers.get("HX-Request")
        or request.accept_mimetypes.best == "application/json"
    ):
        abort(401)
    return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))


def install(app: Flask) -> None:
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="polku",
        PERMANENT_SESSION_LIFETIME=LIFETIME,
    )
    app.session_interface = PageSessions()
    app.before_request(guard)

    @app.context_processor
    def who() -> dict[str, Any]:
        return {"person": person(), "can": can}
