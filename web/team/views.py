"""The board, the work of one person, and moving work from one to another."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from engine.errors import AlreadyDone, NotFound, Refused
from engine.routing.round import run_round, weights
from engine.store import people, work_items
from engine.store.work_items import WorkItemRow
from web.auth.session import me
from web.customers.names import customer_names
from web.inbox.names import names_here, process_names
from web.inbox.reasons import told
from web.office import office
from web.team import absence_views
from web.team.board import board
from web.team.choices import workers

bp = Blueprint("team", __name__, template_folder="templates", url_prefix="/team")
absence_views.add_to(bp)

PAGE = 100
BY_ROUTING = "-"


@bp.get("")
def page() -> str:
    engine = office().engine
    with office().database.reading() as session:
        counts = weights(engine, session)
    shown = board(office().database, office().now(), engine.hours, counts)
    return render_template(
        "team/page.html",
        board=shown,
        names=names_here(),
        told=told,
        processes=process_names(office().database),
        customers=customer_names(office().database, {item.business_key for item in shown.escalated}),
        choices=workers(office().database),
        by_routing=BY_ROUTING,
    )


@bp.get("/people/<account>")
def one(account: str) -> str:
    person = people.get(office().database, account)
    if person is None:
        abort(404)
    found = work_items.page(office().database, account=account, after=request.args.get("after") or None, limit=PAGE)
    return render_template(
        "team/one.html",
        shown=person,
        items=found.items,
        next_page=found.next,
        counts=work_items.counts(office().database, account, person.groups, now=office().now()),
        names=names_here(),
        told=told,
        processes=process_names(office().database),
        customers=customer_names(office().database, {item.business_key for item in found.items}),
        choices={key: name for key, name in workers(office().database).items() if key != account},
        by_routing=BY_ROUTING,
        **absence_views.of_person(account),
    )


@bp.post("/move")
def move() -> Response:
    """Give the chosen work to somebody, or back to routing; one piece or many, with a reason."""
    chosen, to = request.form.getlist("item"), request.form.get("to", "")
    reason = request.form.get("reason", "").strip()[:500]
    back = redirect(url_for("team.one", account=request.form["from"]) if request.form.get("from") else url_for(".page"))
    if not chosen:
        flash(gettext("Choose the work to move first."), "warning")
    elif to != BY_ROUTING and to not in workers(office().database):
        flash(gettext("Choose who gets the work."), "warning")
    elif not reason:
        flash(gettext("Write why the work is moved: it stays in the history."), "warning")
    else:
        moved, refused = hand_over(chosen, to, reason)
        if moved:
            flash(ngettext("%(num)s piece of work was moved.", "%(num)s pieces of work were moved.", moved), "done")
        for sentence in refused:
            flash(sentence, "warning")
    return back


def hand_over(chosen: Iterable[str], to: str, reason: str) -> tuple[int, list[str]]:
    """How many were moved, and a sentence for each that wasn't."""
    engine, actor = office().engine, me().account
    moved, refused = 0, []
    for address in chosen:
        instance_id, _, key = address.rpartition("/")
        try:
            row = one_of(instance_id, key)
            if to == BY_ROUTING:
                engine.release(instance_id, row.key, actor=actor, take_over=True)
            else:
                engine.assign(instance_id, row.key, to, actor=actor, reason=reason, take_over=True)
        except NotFound:
            refused.append(gettext("One piece of work is no longer there."))
        except (AlreadyDone, Refused):
            refused.append(gettext("“%(name)s” is no longer open.", name=row.name))
        else:
            moved += 1
    if to == BY_ROUTING and moved:
        run_round(engine)
    return moved, refused


def one_of(instance_id: str, key: str) -> WorkItemRow:
    if not key.isdecimal():
        raise NotFound(f"There is no work item {key!r}.")
    return work_items.one(office().database, instance_id, int(key))


@bp.post("/round")
def start_round() -> Response:
    """A routing round now, without waiting for the schedule."""
    done: Any = run_round(office().engine).done
    flash(
        ngettext(
            "The round gave out %(num)s piece of work.",
            "The round gave out %(num)s pieces of work.",
            len(done.assignments),
        ),
        "done",
    )
    return redirect(url_for("team.page"))
