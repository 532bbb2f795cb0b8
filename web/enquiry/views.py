"""The public contact form: a page without scripts of its own, in both languages, guarded against floods."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from engine.errors import Invalid
from processes.business_services import contact, terms
from web.customers.words import term
from web.forms import sentence
from web.office import office

bp = Blueprint("enquiry", __name__, template_folder="templates", url_prefix="/make-contact")

TEXTS = (
    "businessId",
    "companyName",
    "municipality",
    "industry",
    "matter",
    "contactName",
    "contactEmail",
    "contactPhone",
)
CHOICES = ("organisationType", "market", "language")
NUMBERS = ("personnel", "employeesAffected")
#: Nobody sees this field, so only a program fills it in.
TRAP = "homepage"

Page = str | tuple[str, int]


@bp.get("")
def ask() -> str:
    locale = get_locale()
    usual = {"organisationType": "enterprise", "market": "local", "language": locale.language if locale else "fi"}
    return form(usual, {})


@bp.post("")
def make() -> Page | Response:
    """Begin the customer's path, or tell it of the contact. What was typed stays where something is wrong."""
    typed, now = request.form, office().now()
    address = request.remote_addr or ""
    if wait := office().flood.wait(address, now):
        minutes = int(wait.total_seconds() // 60) + 1
        told = gettext(
            "Many contacts have come from your network. Try again in %(minutes)d minutes, or telephone us.",
            minutes=minutes,
        )
        return form(typed, {"": told}), 429
    if typed.get(TRAP):
        return redirect(url_for("enquiry.thanks"))  # a program learns nothing from it
    locale = get_locale()
    try:
        contact.open(
            office().engine,
            office().database,
            values(typed),
            contact.CUSTOMER,
            language=locale.language if locale else "fi",
            say=sentence,
            request_id=typed.get("request", "")[:64],
            trusted=False,
        )
    except Invalid as wrong:
        return form(typed, wrong.errors), 422
    office().flood.note(address, now)
    return redirect(url_for("enquiry.thanks"))


@bp.get("/thanks")
def thanks() -> str:
    return render_template("enquiry/thanks.html")


def values(typed: Any) -> dict[str, Any]:
    """The answers of the contact form, as its schema wants them."""
    answers: dict[str, Any] = {name: text for name in (*TEXTS, *CHOICES) if (text := typed.get(name, "").strip())}
    answers |= {name: whole(text) for name in NUMBERS if (text := typed.get(name, "").strip())}
    answers |= {"needs": typed.getlist("needs"), "channel": "web", "reductionNotice": "reductionNotice" in typed}
    if not answers["reductionNotice"]:
        answers.pop("employeesAffected", None)
    return answers


def whole(text: str) -> int | str:
    """The number, or what was typed: the form's own check says what is wrong with that."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else text


def named(vocabulary: str) -> list[tuple[str, str]]:
    """The codes of a vocabulary of `terms` with their names in the language of the page."""
    return [(code, term(code, vocabulary)) for code in getattr(terms, vocabulary)]


def form(typed: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    chosen = typed.getlist("needs") if hasattr(typed, "getlist") else []
    return render_template(
        "enquiry/ask.html",
        typed=typed,
        chosen=chosen,
        errors=errors,
        needs=terms.NEED,
        organisations=named("ORGANISATION"),
        markets=named("MARKET"),
        request_id=typed.get("request") or uuid4().hex,
        trap=TRAP,
    )
