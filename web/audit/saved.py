"""Questions that people keep: saved, shared, removed, and asked again by a link."""

from typing import Any
from urllib.parse import parse_qsl

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import Invalid, NotFound
from engine.store import saved_questions
from engine.store.saved_questions import SavedQuestion
from web.audit.blueprint import bp
from web.auth.session import me
from web.office import office

TRACE, SAME_PERSON = "audit.page", "audit.same_person"
PAGES = (TRACE, SAME_PERSON)


def questions(page: str) -> list[SavedQuestion]:
    """Those that the person sees on a page."""
    with office().database.reading() as session:
        return saved_questions.questions(session, page, me().account)


@bp.post("/audit/questions")
def save_question() -> Response:
    form = request.form
    page = form.get("page", "") if form.get("page", "") in PAGES else TRACE
    asked: dict[str, Any] = {name: value for name, value in parse_qsl(form.get("asked", "")) if name != "after"}
    try:
        with office().database.writing() as session:
            saved_questions.save(
                session,
                page,
                form.get("name", ""),
                asked,
                owner=me().account,
                shared=bool(form.get("shared")),
                now=office().now(),
            )
    except Invalid:
        flash(gettext("Give the question a name of up to %(most)d characters.", most=saved_questions.LONGEST), "failed")
    else:
        flash(gettext("The question is saved."), "done")
    return redirect(url_for(page, **asked))


@bp.post("/audit/questions/<int:number>/remove")
def remove_question(number: int) -> Response:
    try:
        with office().database.writing() as session:
            saved_questions.forget(session, number, owner=me().account, now=office().now())
    except NotFound:
        flash(gettext("You have no such question. Somebody else's is theirs to remove."), "failed")
    else:
        flash(gettext("The question is removed."), "done")
    page = request.form.get("page", "")
    return redirect(url_for(page if page in PAGES else TRACE))
