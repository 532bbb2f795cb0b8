"""The trace of facts and records, its CSV, and the page of one instance."""

from collections.abc import Iterator

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from engine import history
from engine.history import FactRow
from engine.store import definitions, instances, records
from web.audit import instance_page, saved
from web.audit.blueprint import bp
from web.audit.kinds import kind_names
from web.audit.query import filters, trace
from web.audit.record_sentences import record_sentence
from web.audit.sentences import sentence
from web.audit.who import machines
from web.auth.session import me
from web.customers.names import customer_names
from web.inbox.names import people_names, process_names
from web.office import office
from web.reading import saw
from web.security import for_designer

PAGE = 100


@bp.get("/audit")
def page() -> str:
    want, database = trace(request.args), office().database
    found = history.trace(
        database, filters(want, office().settings.time_zone), after=request.args.get("after") or None, limit=PAGE
    )
    if found.items:
        saw(me().account, want.customer, "audit.page")
    return render_template(
        "audit/page.html",
        want=want,
        rows=found.items,
        is_fact=is_fact,
        next_page=found.next,
        looked=found.looked,
        sentence=sentence,
        record_sentence=record_sentence,
        kinds=kind_names(),
        processes=process_names(database),
        decisions=sorted({row.id for row in definitions.latest(database, "decision")}),
        people=people_names(database),
        machines=machines(),
        customers=customer_names(database, {row.business_key for row in found.items}),
        saved=saved.questions(saved.TRACE),
    )


def is_fact(row: object) -> bool:
    return isinstance(row, FactRow)


@bp.get("/audit.csv")
def export() -> Response:
    want = trace(request.args)
    account, data = me().account, {"asked": want.address()}
    saw(account, want.customer, "audit.export")
    with office().database.writing() as session:
        records.record(
            session,
            "FactsExported",
            "facts:csv",
            actor=account,
            now=office().now(),
            business_key=want.customer,
            data=data,
        )
    rows: Iterator[str] = history.csv_rows(office().database, filters(want, office().settings.time_zone))
    headers = {"Content-Disposition": 'attachment; filename="polku-trace.csv"'}
    return Response(rows, mimetype="text/csv", headers=headers)


@bp.get("/audit/instances/<instance_id>")
def instance(instance_id: str) -> str:
    row = instances.one(office().database, instance_id)
    saw(me().account, row.business_key, "audit.instance")
    if archive := instance_page.archive_of(row):
        return render_template("audit/archived.html", **instance_page.archived(row, archive))
    for_designer()
    wanted = request.args.get("process", type=int)
    everything, after = bool(request.args.get("all")), request.args.get("after") or None
    return render_template("audit/instance.html", **instance_page.contents(row, wanted, everything, after))


@bp.get("/audit/diagrams/<definition>")
def diagram(definition: str) -> Response:
    """The diagram of one version. It never changes, so the browser may keep it."""
    content = definitions.content(office().database, definition)
    return Response(content, mimetype="application/xml", headers={"Cache-Control": "private, max-age=86400"})


@bp.post("/audit/instances/<instance_id>/verify")
def verify(instance_id: str) -> Answer:
    me()
    found = history.verify(office().database, instance_id)
    if found.archive:
        flash(instance_page.where(found.archive, instance_id), "failed")
    elif found.equal:
        flash(
            gettext(
                "The %(number)d facts give exactly the stored state: nothing was changed afterwards.",
                number=found.facts,
            ),
            "done",
        )
    else:
        flash(gettext("The facts do not give the stored state. %(sentence)s", sentence=found.sentence), "failed")
    return redirect(url_for("audit.instance", instance_id=instance_id))
