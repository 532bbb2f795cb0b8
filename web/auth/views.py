"""Sign in, sign out, and the page that each role starts from."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.store import people
from web.auth import session
from web.auth.passwords import matches
from web.office import office

bp = Blueprint("auth", __name__, template_folder="templates")

#: The first of these that a person may use is where they start.
STARTS = ("inbox.page", "audit.page", "studio.page")
OWNERS_START = "studio.page"


@bp.get("/")
def home() -> Response:
    if "process-owner" in session.roles() and not session.can("inbox.page"):
        return redirect(url_for(OWNERS_START))
    return redirect(url_for(next(filter(session.can, STARTS))))


@bp.get("/sign-in")
def sign_in() -> str | Response:
    if session.person() is not None:
        return redirect(url_for("auth.home"))
    return render_template("auth/sign_in.html", next=here_only(request.args.get("next", "")))


@bp.post("/sign-in")
def try_sign_in() -> Response | tuple[str, int]:
    account = request.form.get("account", "").strip().lower()
    password = request.form.get("password", "")
    target = here_only(request.form.get("next", ""))
    attempts, now, address = office().attempts, office().now(), request.remote_addr or ""
    if wait := attempts.wait(account, address, now):
        minutes = int(wait.total_seconds() // 60) + 1
        message = gettext("Too many failed attempts. Try again in %(minutes)d minutes.", minutes=minutes)
        return again(account, target, message, 429)
    person = people.get(office().database, account) if account else None
    right = matches(person.password_hash if person and person.active else "", password)
    if person is None or not right:
        attempts.failed(account, address, now)
        return again(account, target, gettext("The account or the password is wrong."), 422)
    attempts.succeeded(account)
    session.begin(person)
    return redirect(target or url_for("auth.home"))


@bp.post("/sign-out")
def sign_out() -> Response:
    session.end()
    flash(gettext("You have signed out."), "done")
    return redirect(url_for("auth.sign_in"))


def again(account: str, target: str, message: str, status: int) -> tuple[str, int]:
    """The sign-in page once more, with the account kept and the reason said."""
    return render_template("auth/sign_in.html", next=target, account=account, message=message), status


def here_only(target: str) -> str:
    """The address to go on to after the sign-in, if it is one of ours; else none."""
    parts = urlsplit(target)
    ours = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in target
    return target if ours and not target.startswith("//") else ""
