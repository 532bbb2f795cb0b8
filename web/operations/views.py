"""What an operator watches: what has stopped, instances, jobs, timers, and the processes of the program."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.errors import Invalid, NotFound
from engine.operations import Outcome
from engine.store import definitions, growth, instances, nodes, watching
from web.auth.session import me
from web.inbox.names import process_names
from web.office import office
from web.operations import incident_views, letter_views, token_views
from web.operations.choices import mapping, number
from web.operations.outcomes import tell

bp = Blueprint("operations", __name__, template_folder="templates")
incident_views.add_to(bp)
letter_views.add_to(bp)
token_views.add_to(bp)


@bp.get("/operations/instances")
def list_instances() -> str:
    database = office().database
    wanted = asked("process", "status", "text", "version")
    definition = f"{wanted['process']}:{number(wanted['version'])}" if wanted["process"] and wanted["version"] else None
    found = instances.page(
        database,
        process_id=wanted["process"] or None,
        definition=definition,
        status=wanted["status"] or None,
        text=wanted["text"],
        after=request.args.get("after") or None,
    )
    return render_template(
        "operations/instances.html",
        instances=found.items,
        next_page=found.next,
        wanted=wanted,
        processes=process_names(database),
        versions=definitions.versions(database, "process", wanted["process"]) if wanted["process"] else (),
    )


@bp.post("/operations/instances/migrate")
def migrate_many() -> Response:
    """Migrate those that are marked, each alone, to one version of their process."""
    form, database = request.form, office().database
    chosen, target = form.getlist("instance"), form.get("target", "")
    back = redirect(url_for("operations.list_instances", process=target.rpartition(":")[0]))
    if not chosen or not target:
        flash(gettext("Mark the instances, and choose the version that they shall go on in."), "failed")
        return back
    outcomes: list[Outcome] = []
    try:
        for id in chosen:
            source = instances.one(database, id).definition
            outcomes += office().engine.operations.migrate_all(
                [id], source, target, form.get("reason", ""), actor=me().account, mapping=mapping(form)
            )
    except (Invalid, NotFound) as wrong:
        flash(str(wrong), "failed")
        return back
    tell(outcomes)
    return back


@bp.get("/operations/jobs")
def jobs() -> str:
    database, now = office().database, office().now()
    wanted = asked("process", "type", "text")
    found = watching.jobs(
        database,
        process_id=wanted["process"] or None,
        type=wanted["type"] or None,
        text=wanted["text"],
        after=request.args.get("after") or None,
    )
    return render_template(
        "operations/jobs.html",
        jobs=found.items,
        next_page=found.next,
        counts=watching.job_counts(database, now),
        wanted=wanted,
        now=now,
        processes=process_names(database),
    )


@bp.get("/operations/timers")
def timers() -> str:
    database, now = office().database, office().now()
    wanted = asked("process", "text", "late")
    found = watching.timers(
        database,
        late=now if wanted["late"] == "1" else None,
        process_id=wanted["process"] or None,
        text=wanted["text"],
        after=request.args.get("after") or None,
    )
    return render_template(
        "operations/timers.html",
        timers=found.items,
        next_page=found.next,
        wanted=wanted,
        now=now,
        processes=process_names(database),
    )


@bp.get("/operations/nodes")
def list_nodes() -> str:
    return render_template("operations/nodes.html", nodes=nodes.nodes(office().database), now=office().now())


@bp.get("/operations/storage")
def storage() -> str:
    database = office().database
    behind = {one.table for one in growth.unswept(database)}
    return render_template("operations/storage.html", room=growth.room(database), behind=behind)


def asked(*names: str) -> dict[str, str]:
    """What the filters of a list say; empty where they say nothing."""
    return {name: request.args.get(name, "").strip() for name in names}
