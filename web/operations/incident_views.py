"""What has stopped: found, and tried again: those that are marked, or all that match, some hundreds in a request."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import Invalid
from engine.store import incidents
from engine.store.gauges import MOST
from web.auth.session import me
from web.inbox.names import process_names
from web.office import office
from web.operations.choices import number
from web.operations.outcomes import tell
from web.operations.retrying import STEP, Filter, Progress, filter_in, progress_in


def add_to(bp: Blueprint) -> None:
    """The routes of incidents, as a part of the operations."""
    bp.add_url_rule("/operations", "page", page)
    bp.add_url_rule("/operations/incidents/retry", "retry_many", retry_many, methods=["POST"])
    bp.add_url_rule("/operations/incidents/retry-all", "confirm_retry", confirm_retry)
    bp.add_url_rule("/operations/incidents/retry-all", "retry_all", retry_all, methods=["POST"])


def page(errors: dict[str, str] | None = None) -> str:
    database, wanted = office().database, filter_in(request.args)
    found = incidents.page(database, wanted.sought(), after=request.args.get("after") or None)
    return render_template(
        "operations/page.html",
        incidents=found.items,
        next_page=found.next,
        after=request.args.get("after"),
        wanted=wanted,
        count=incidents.count(database, wanted.sought()),
        most=MOST,
        processes=process_names(database),
        marked=frozenset(request.form.getlist("incident")),
        reason=request.form.get("reason", ""),
        errors=errors or {},
    )


def retry_many() -> Response | tuple[str, int]:
    """Try those that are marked again, each for itself. What was marked and typed stays when something is missing."""
    chosen = [(id, number(key)) for id, _, key in (one.rpartition("/") for one in request.form.getlist("incident"))]
    errors = {} if chosen else {"incident": gettext("Mark the incidents that shall be tried again.")}
    if not request.form.get("reason", "").strip():
        errors["reason"] = say_why()
    if errors:
        return page(errors), 422
    tell(office().engine.operations.retry_all(chosen, request.form["reason"], actor=me().account))
    return redirect(url_for("operations.page", **filter_in(request.args).address()))


def confirm_retry() -> str:
    """How many match, before anything happens."""
    wanted, now = filter_in(request.args), office().now()
    of = incidents.count(office().database, wanted.sought(now))
    return shown(wanted, Progress(now, of))


def retry_all() -> Any:
    """Try the next of all that match again, and tell how far it has come."""
    wanted, now = filter_in(request.form), office().now()
    progress = progress_in(request.form, request.form.getlist("why"), now)
    found = incidents.page(office().database, wanted.sought(progress.until), after=progress.after or None, limit=STEP)
    chosen = [(row.instance_id, row.key) for row in found.items]
    try:
        outcomes = office().engine.operations.retry_all(chosen, request.form.get("reason", ""), actor=me().account)
    except Invalid:
        return shown(wanted, progress, {"reason": say_why()}), 422
    progress = progress.further(outcomes, found.next)
    if found.next is not None:
        return shown(wanted, progress)
    left = incidents.count(office().database, wanted.sought())
    return shown(wanted, replace(progress, of=progress.done), left=left)


def shown(wanted: Filter, progress: Progress, errors: dict[str, str] | None = None, left: int | None = None) -> str:
    """The page of a long retry. `left`: it is over, and so many match now."""
    return render_template(
        "operations/retry_all.html",
        wanted=wanted,
        progress=progress,
        reason=request.form.get("reason", ""),
        errors=errors or {},
        left=left,
        most=MOST,
        processes=process_names(office().database),
    )


def say_why() -> str:
    return gettext("Say why: the reason is kept in the history.")
