"""The inbox and the page of one work item."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import AlreadyDone, Invalid
from engine.store import work_items
from engine.store.work_items import WorkItemRow
from web.auth.rights import MANAGER
from web.auth.session import me
from web.customers.names import customer_names
from web.inbox import answers, item_page
from web.inbox.names import people_names, process_names
from web.inbox.query import ALL, GROUPS, MINE, wanted
from web.office import office
from web.reading import saw

bp = Blueprint("inbox", __name__, template_folder="templates")

PAGE = 50
JUST_DONE = "just-done"


@bp.get("/inbox")
def page() -> str:
    person, database = me(), office().database
    manager = MANAGER in person.roles
    want = wanted(request.args, may_see_all=manager)
    found = work_items.page(
        database,
        account=person.account,
        groups=person.groups,
        scope=want.scope,
        process_id=want.process or None,
        overdue=office().now() if want.overdue else None,
        text=want.text,
        after=want.after or None,
        limit=PAGE,
    )
    return render_template(
        "inbox/page.html",
        want=want,
        items=found.items,
        next_page=found.next,
        customers=customer_names(database, {item.business_key for item in found.items}),
        processes=process_names(database),
        people_names=people_names(database),
        counts=work_items.counts(database, person.account, person.groups, now=office().now()),
        scopes=(MINE, GROUPS, ALL) if manager else (MINE, GROUPS),
        done=just_done(),
    )


@bp.get("/inbox/<instance_id>/<int:key>")
def item(instance_id: str, key: int) -> str:
    row = one(instance_id, key)
    saw(me().account, row.business_key, "inbox.item")
    return render_template("inbox/item.html", **item_page.contents(row, me()))


@bp.post("/inbox/<instance_id>/<int:key>/claim")
def claim(instance_id: str, key: int) -> Response:
    person = me()
    try:
        office().engine.assign(instance_id, key, person.account, actor=person.account)
    except AlreadyDone:
        flash(answers.who_was_first(one(instance_id, key)), "warning")
    else:
        flash(gettext("The work is now yours."), "done")
    return redirect(url_for("inbox.item", instance_id=instance_id, key=key))


@bp.post("/inbox/<instance_id>/<int:key>/release")
def release(instance_id: str, key: int) -> Response:
    office().engine.release(instance_id, key, actor=me().account)
    flash(gettext("The work is back with its group."), "done")
    return redirect(url_for("inbox.page"))


@bp.post("/inbox/<instance_id>/<int:key>/complete")
def complete(instance_id: str, key: int) -> Response | tuple[Response, int]:
    row, person = one(instance_id, key), me()
    data = answers.typed(request.get_json(silent=True))
    if data is None:
        return jsonify(message=gettext("The answers can't be read. Reload the page and try again.")), 422
    # What is over goes to the engine: it knows whether this very request has done it.
    if row.status == "open":
        if row.assignee not in ("", person.account):
            return jsonify(message=answers.who_was_first(row)), 409
        if errors := answers.check(row, data):
            return jsonify(errors=errors, message=answers.not_saved()), 422
    try:
        office().engine.complete(
            instance_id, key, data, actor=person.account, request_id=request.args.get("request", "")
        )
    except AlreadyDone:
        return jsonify(message=answers.who_was_first(one(instance_id, key))), 409
    except Invalid as refused:
        return jsonify(errors=refused.errors, message=str(refused)), 422
    session[JUST_DONE] = [instance_id, key]
    return jsonify(redirect=url_for("inbox.page"))


def just_done() -> answers.Done | None:
    """The work that was completed on the page before, once."""
    last = session.pop(JUST_DONE, None)
    return answers.what_comes_next(one(*last)) if last else None


def one(instance_id: str, key: int) -> WorkItemRow:
    return work_items.one(office().database, instance_id, key)
