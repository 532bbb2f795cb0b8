"""Process mining: one version in a period on its diagram, beside another version, and as files for other programs."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from math import floor
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import format_timedelta, gettext

from engine.errors import NotFound
from engine.history.mining import Case, Figures, Variant, figures
from engine.history.mining.cases import all_cases
from engine.history.mining.ocel import ocel
from engine.history.mining.table import event_rows
from engine.history.mining.xes import xes
from engine.store import definitions, records
from web.audit import query
from web.audit.blueprint import bp
from web.auth.session import me
from web.customers.names import customer_names
from web.i18n.formats import figure
from web.office import office
from web.security import for_designer

SHOWN = 20  # variants
AT_ONCE = timedelta(seconds=1)
FORMATS: dict[str, tuple[Callable[[Iterable[Case]], Iterator[str]], str]] = {
    "csv": (event_rows, "text/csv"),
    "ocel": (ocel, "application/json"),
    "xes": (lambda cases: xes(cases, "Polku"), "application/xml"),
}
ENDINGS = {"csv": "csv", "ocel": "jsonocel", "xes": "xes"}


@bp.get("/audit/mining")
def mining() -> str:
    want, other = query.trace(request.args), request.args.get("other", "").strip()
    for_designer()
    keys = versions()
    definition = want.definition if want.definition in keys else ""
    found = counted(definition, want) if definition else None
    beside = counted(other, want) if other in keys and other != definition else None
    cases = found.cases.items if found else ()
    return render_template(
        "audit/mining.html",
        want=want,
        definition=definition,
        other=other if beside else "",
        versions=keys,
        found=found,
        beside=compared(found, beside) if found and beside else (),
        other_found=beside,
        **ways(found.variants if found else ()),
        nameless={one.element for one in found.elements if one.name == one.element} if found else set(),
        span=span,
        percent=percent,
        customers=customer_names(office().database, {case.business_key for case in cases}),
        diagram=diagram(definition, found) if found else {},
        formats=sorted(FORMATS),
    )


def versions() -> dict[str, str]:
    """Every version of every process, the newest of each first, with the process's name."""
    database = office().database
    return {
        one.key: f"{row.name or row.id} {one.version}"
        for row in sorted(definitions.latest(database, "process"), key=lambda row: row.name or row.id)
        for one in definitions.versions(database, "process", row.id)
    }


def counted(definition: str, want: query.Trace) -> Figures:
    zone = office().settings.time_zone
    return figures(office().database, definition, want.starts(zone), want.ends(zone))


def compared(found: Figures, other: Figures) -> list[tuple[str, Any, Any]]:
    """Each element of either version, with its figures in both; None where a version hasn't run it."""
    here, there = ({one.element: one for one in side.elements} for side in (found, other))
    names = {one.element: one.name for side in (other, found) for one in side.elements}
    return [(name, here.get(id), there.get(id)) for id, name in sorted(names.items(), key=lambda pair: pair[1])]


def ways(variants: tuple[Variant, ...]) -> dict[str, list[Variant]]:
    """The usual ways, the most usual one however few went it, and the rare ones; none of them in both lists."""
    usual = [one for number, one in enumerate(variants) if number == 0 or not one.rare]
    return {"variants": usual[:SHOWN], "rare": [one for one in variants[1:] if one.rare][-SHOWN:]}


def span(time: timedelta | None) -> str:
    if time is None:
        return "–"
    return gettext("at once") if time < AT_ONCE else format_timedelta(time, threshold=1.2)


def percent(share: float, digits: int = 1) -> str:
    """Rounded down: what is not wholly so doesn't become 100 %."""
    return f"{figure(floor(share * 100 * 10**digits) / 10**digits)} %"


def diagram(definition: str, found: Figures) -> dict[str, Any]:
    return {
        "xmlUrl": url_for("audit.diagram", definition=definition),
        "visited": [one.element for one in found.elements],
        "flows": sorted(found.flows),
        "counts": {one.element: one.times for one in found.elements},
        "heat": found.heat,
        "focus": max(found.heat, key=lambda element: found.heat[element], default=""),
        "label": gettext("Heat map: where the time goes, %(definition)s", definition=definition),
        "height": "tall",
    }


@bp.get("/audit/mining.<form>")
def mining_file(form: str) -> Response:
    """All cases of a version and period as a file, written as they are read."""
    want, zone = query.trace(request.args), office().settings.time_zone
    if form not in FORMATS or want.definition not in versions():
        raise NotFound(gettext("There is no such export. Choose a version and one of its forms."))
    with office().database.writing() as session:
        data = {"asked": {**want.address(), "form": form}}
        records.record(session, "FactsExported", f"cases:{form}", actor=me().account, now=office().now(), data=data)
    write, type = FORMATS[form]
    parts = write(all_cases(office().database, want.definition, want.starts(zone), want.ends(zone)))
    name = f"{want.definition.replace(':', '-')}.{ENDINGS[form]}"
    return Response(parts, mimetype=type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
