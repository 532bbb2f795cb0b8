"""Tokens of the API: who has one, making one, which is shown once, and revoking it."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import AlreadyDone
from engine.store import tokens
from web.auth.rights import PROGRAM_ROLES, ROLES
from web.auth.session import me
from web.inbox.names import names_here
from web.office import office
from web.operations.token_form import LONGEST_LIFE, LONGEST_NOTE, Typed, typed

NEW = "new-token"


def add_to(bp: Blueprint) -> None:
    """The routes of tokens, as a part of the operations."""
    bp.add_url_rule("/operations/tokens", "tokens", listed)
    bp.add_url_rule("/operations/tokens", "make_token", made, methods=["POST"])
    bp.add_url_rule("/operations/tokens/<id>/revoke", "revoke_token", revoked, methods=["POST"])


def listed() -> str:
    return show(Typed(), new=session.pop(NEW, ""))


def made() -> Response | tuple[str, int]:
    """A new token. Its text is on the next page and nowhere else."""
    database, now = office().database, office().now()
    form = typed(request.form, database)
    if form.errors:
        return show(form), 422
    _, session[NEW] = tokens.make(
        database, form.account, form.granted, note=form.note, expires_at=now + form.life, by=me().account, now=now
    )
    return redirect(url_for("operations.tokens"))


def revoked(id: str) -> Response:
    try:
        row = tokens.revoke(office().database, id, office().now(), by=me().account)
    except AlreadyDone:
        flash(gettext("The token %(id)s was revoked before.", id=id), "warning")
    else:
        flash(gettext("The token %(id)s of %(account)s is revoked.", id=id, account=row.account), "done")
    return redirect(url_for("operations.tokens"))


def show(form: Typed, new: str = "") -> str:
    found = tokens.page(office().database, after=request.args.get("after") or None)
    return render_template(
        "operations/tokens.html",
        tokens=found.items,
        next_page=found.next,
        form=form,
        new=new,
        now=office().now(),
        names=names_here(),
        roles=(*PROGRAM_ROLES, *ROLES),
        longest_life=LONGEST_LIFE,
        longest_note=LONGEST_NOTE,
    )
