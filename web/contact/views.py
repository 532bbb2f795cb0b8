"""The expert's form for a contact that has come in, or that the office has made."""

from uuid import uuid4

from flask import Blueprint, Response, flash, jsonify, render_template, request, url_for
from flask_babel import get_locale, gettext
from flask_wtf.csrf import generate_csrf

from engine.errors import Invalid, NotFound
from processes.business_services import contact
from processes.business_services.register import queries
from processes.business_services.register.business_id import business_id
from web.auth.session import me
from web.forms import sentence
from web.inbox.answers import not_saved, typed
from web.office import office

bp = Blueprint("contact", __name__, template_folder="templates", url_prefix="/contact")


@bp.get("/new")
def new() -> str:
    props = {
        "schema": contact.form(office().database),
        "data": known(request.args.get("business_id", "")),
        "readonly": False,
        "submitUrl": url_for("contact.begin", request=uuid4().hex),
        "csrf": generate_csrf(),
        "submitLabel": gettext("Begin the path"),
        "saveDraftKey": f"{me().account}:contact",
    }
    return render_template("contact/new.html", props=props)


@bp.post("")
def begin() -> Response | tuple[Response, int]:
    answers = typed(request.get_json(silent=True))
    if answers is None:
        return jsonify(message=gettext("The answers can't be read. Reload the page and try again.")), 422
    locale = get_locale()
    try:
        contact.open(
            office().engine,
            office().database,
            answers,
            me().account,
            language=locale.language if locale else "fi",
            say=sentence,
            request_id=request.args.get("request", ""),
        )
    except Invalid as wrong:
        return jsonify(errors=wrong.errors, message=not_saved()), 422
    flash(gettext("The contact is recorded and the customer's path goes on."), "done")
    return jsonify(redirect=url_for("customers.one", business_id=business_id(answers["businessId"])))


def known(customer: str) -> dict[str, object]:
    """What the register knows already, so that nobody types it again."""
    if not customer:
        return {}
    try:
        found = queries.customer(office().database, customer, newest=1)
    except NotFound:
        return {}
    company = found.company
    person = found.contact_persons[0] if found.contact_persons else None
    return {
        "businessId": company.business_id,
        "companyName": company.name,
        "organisationType": company.organisation_type,
        "personnel": company.personnel,
        "market": company.market,
        "municipality": company.municipality,
        "language": company.language,
        "contactName": person.name if person else None,
        "contactEmail": person.email if person else None,
        "contactPhone": person.phone if person else None,
    }
