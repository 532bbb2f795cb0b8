"""The customer's feedback page."""

from typing import Any

from flask import Blueprint, g, render_template, request

from engine.errors import AlreadyDone, Invalid, NotFound
from processes.business_services.feedback import give as give_feedback
from processes.business_services.register import queries
from web.feedback import links
from web.forms import sentence
from web.i18n.catalogue import LANGUAGES
from web.office import office

bp = Blueprint("feedback", __name__, template_folder="templates", url_prefix="/feedback")

RATINGS = (5, 4, 3, 2, 1)
STATUS = {"unknown": 404, "expired": 410, "given": 410}

Page = str | tuple[str, int]


class Closed(Exception):
    """Feedback isn't waited for by this link: it is `unknown`, `expired` or `given`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@bp.errorhandler(Closed)
def closed(found: Closed) -> Page:
    return render_template("feedback/closed.html", reason=found.reason), STATUS[found.reason]


@bp.get("/<token>")
def ask(token: str) -> Page:
    asked(token)
    return form(token, typed={}, errors={})


@bp.post("/<token>")
def give(token: str) -> Page:
    feedback_id = asked(token)
    answers = {
        "rating": request.form.get("rating", type=int),
        "comment": request.form.get("comment", ""),
        "wantsContact": "wantsContact" in request.form,
    }
    try:
        give_feedback(office().engine, office().database, feedback_id, answers, say=sentence)
    except Invalid as wrong:
        return form(token, typed=request.form, errors=wrong.errors), 422
    except AlreadyDone:
        raise Closed("given") from None
    return render_template("feedback/thanks.html", wants_contact=answers["wantsContact"])


def form(token: str, *, typed: Any, errors: dict[str, str]) -> str:
    return render_template("feedback/ask.html", token=token, ratings=RATINGS, typed=typed, errors=errors)


def asked(token: str) -> str:
    """The id of the feedback that this link is for, while it is waited for. Raises `Closed`."""
    link = links.read(token)
    if link is None:
        raise Closed("unknown")
    try:
        feedback = queries.feedback(office().database, link.feedback_id)
        company = queries.customer(office().database, feedback.business_id, newest=1).company
    except NotFound:
        raise Closed("unknown") from None
    g.language = company.language if company.language in LANGUAGES else None
    if feedback.status == "received":
        raise Closed("given")
    if feedback.status != "asked" or link.ends <= office().now():
        raise Closed("expired")
    return feedback.id
