"""What an operator watches: what has stopped, instances, jobs, timers, and the processes of the program."""

from flask import Blueprint, render_template, request

from engine.store import growth, nodes, watching
from web.inbox.names import process_names
from web.office import office
from web.operations import incident_views, letter_views, migration_views, token_views
from web.operations.choices import asked

bp = Blueprint("operations", __name__, template_folder="templates")
incident_views.add_to(bp)
letter_views.add_to(bp)
migration_views.add_to(bp)
token_views.add_to(bp)


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
