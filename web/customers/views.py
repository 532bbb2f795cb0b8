"""The list of customers and the page of one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from engine.errors import Invalid, NotFound, Refused
from engine.store import instances, work_items
from engine.store.instances import InstanceRow
from processes.business_services import beside
from processes.business_services.register import memos, persons, queries
from processes.business_services.register.rows import Customer
from web.audit.who import actors
from web.auth.session import me
from web.customers.card import expert_name
from web.customers.stages import PATH, Stage, stages
from web.customers.story import story
from web.feedback.links import address
from web.inbox.names import process_names
from web.office import office
from web.reading import saw

bp = Blueprint("customers", __name__, template_folder="templates")

PAGE = 50


@bp.get("/customers")
def page() -> str:
    database = office().database
    text, segment = request.args.get("q", "").strip(), request.args.get("segment", "")
    mine = me().account if request.args.get("mine") else None
    found = queries.search(
        database,
        text,
        segment=segment or None,
        expert=mine,
        after=request.args.get("after") or None,
        limit=PAGE,
    )
    address_parts = {"q": text, "segment": segment, "mine": "1" if mine else ""}
    return render_template(
        "customers/page.html",
        companies=found.items,
        next_page=found.next,
        text=text,
        segment=segment,
        mine=mine,
        parts={name: value for name, value in address_parts.items() if value},
        people=actors(database),
    )


@bp.get("/customers/<business_id>")
def one(business_id: str) -> str | tuple[str, int]:
    return show(business_id)


@bp.post("/customers/<business_id>/memos")
def add_memo(business_id: str) -> Response | tuple[str, int]:
    text = request.form.get("text", "")
    try:
        memos.write(office().database, business_id, text, author=me().account, now=office().now())
    except Invalid:
        wrong = gettext("A memo has from %(least)d to %(most)d characters.", least=memos.SHORTEST, most=memos.LONGEST)
        page, _ = show(business_id, typed=text, wrong=wrong)
        return page, 422
    flash(gettext("The memo is saved."), "done")
    return redirect(url_for("customers.one", business_id=business_id))


@bp.post("/customers/<business_id>/begin/<process_id>")
def begin(business_id: str, process_id: str) -> Response:
    """A visit, a plan or an agreement. One that is under way already is not begun again."""
    try:
        beside.begin(office().engine, process_id, business_id, me().account)
    except Refused:
        flash(gettext("It is under way already, or the customership has ended."), "warning")
    else:
        flash(gettext("It has begun; the first work item is on its way."), "done")
    return redirect(url_for("customers.one", business_id=business_id))


@bp.post("/customers/<business_id>/contact-persons/<int:number>/confirm")
def confirm_person(business_id: str, number: int) -> Response:
    """From now on the customer's letters may go to this person."""
    database = office().database
    persons.confirm(database, business_id, number, actor=me().account, now=office().now())
    flash(gettext("The contact person is confirmed. Letters go to the confirmed one who was in touch last."), "done")
    stayed = queries.letters(database, failed=True, business_id=business_id, limit=PAGE).items
    if left := sum(letter.audience == "customer" and not letter.recipient for letter in stayed):
        sentence = ngettext(
            "%(num)s letter could not be sent before. The service manager can send it again on the page Letters.",
            "%(num)s letters could not be sent before. The service manager can send them again on the page Letters.",
            left,
        )
        flash(sentence, "warning")
    return redirect(url_for("customers.one", business_id=business_id))


def show(business_id: str, typed: str = "", wrong: str = "") -> tuple[str, int]:
    database = office().database
    paths = instances.page(database, business_key=business_id, limit=20).items
    try:
        customer = queries.customer(database, business_id)
    except NotFound:
        if not paths:
            raise
        saw(me().account, business_id, "customers.one")
        return render_template("customers/coming.html", business_id=business_id, paths=paths), 200
    saw(me().account, business_id, "customers.one")
    page = render_template(
        "customers/one.html",
        customer=customer,
        company=customer.company,
        expert=expert_name(database, customer.company.responsible_expert),
        work=work_items.page(database, scope="all", business_key=business_id).items,
        paths=paths,
        steps=steps(paths),
        story=story(customer),
        under_way=beside.under_way(database, business_id),
        people=actors(database),
        processes=process_names(database),
        feedback_links=feedback_links(customer),
        typed=typed,
        wrong=wrong,
    )
    return page, 200


def steps(paths: tuple[InstanceRow, ...]) -> list[Stage]:
    """The present step of the newest service path that is under way."""
    path = next((path for path in paths if path.process_id == PATH and path.status == "active"), None)
    return stages(office().database, path.id) if path else []


def feedback_links(customer: Customer) -> dict[int, str]:
    """The signed link of each letter that asks for feedback, by the letter's id."""
    return {
        letter.id: address(letter.feedback_id, letter.created_at) for letter in customer.letters if letter.feedback_id
    }


@bp.post("/customers/<business_id>/contact-persons/<int:number>/reject")
def reject_person(business_id: str, number: int) -> Response:
    """The person that somebody named on the public page is not the customer's."""
    try:
        persons.reject(office().database, business_id, number, actor=me().account, now=office().now())
    except Refused:
        flash(gettext("The contact person is confirmed already, and was not rejected."), "warning")
    else:
        flash(gettext("The contact person is rejected and no longer in the register."), "done")
    return redirect(url_for("customers.one", business_id=business_id))
