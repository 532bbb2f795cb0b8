"""The PDF of a trace: a customer's (or any other) story across instances and years, with what proves it."""

from itertools import groupby

from flask import Response, request
from flask_babel import get_locale, gettext, to_user_timezone

from engine.history.checkpoints import known_keys
from engine.store import records
from engine.store.instances import InstanceRow
from engine.store.log import checkpoints
from web.audit.blueprint import bp
from web.audit.paper import Document, Entry, Section, pdf
from web.audit.query import Trace, filters, read
from web.audit.trace_lines import Line, Told, told
from web.audit.who import actors
from web.auth.session import me
from web.customers.names import customer_names
from web.i18n.catalogue import DEFAULT
from web.i18n.formats import clock_time, date_only, day, moment
from web.inbox.names import process_names
from web.office import office
from web.reading import saw


@bp.get("/audit/trace.pdf")
def trace_pdf() -> Response:
    """The trace that the address asks for, all of it, on paper."""
    want, everything = read(request.args), bool(request.args.get("all"))
    content = printed(want, everything=everything, by=me().account)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(want)}"'}
    return Response(content, mimetype="application/pdf", headers=headers)


def file_name(want: Trace) -> str:
    known = "".join(one for one in want.customer or want.instance if one.isalnum() or one == "-")
    return f"polku-trace-{known}.pdf" if known.isascii() and known else "polku-trace.pdf"


def printed(want: Trace, *, everything: bool, by: str) -> bytes:
    """The PDF of a trace for the account `by`; that it was made and read is recorded."""
    database, now = office().database, office().now()
    saw(by, want.customer, "audit.trace_pdf")
    with database.writing() as session:
        data = {"asked": {**want.address(), "form": "pdf"}}
        records.record(session, "FactsExported", "facts:pdf", actor=by, now=now, business_key=want.customer, data=data)
    found = told(database, filters(want, office().settings.time_zone), everything=everything)
    return pdf(document(want, found, by))


def document(want: Trace, found: Told, by: str) -> Document:
    database, now = office().database, office().now()
    name = customer_names(database, {want.customer}).get(want.customer, want.customer) or want.instance
    pairs = [
        (gettext("Customer"), f"{name} ({want.customer})" if want.customer else ""),
        (gettext("From"), date_only(want.since)),
        (gettext("To"), date_only(want.until)),
        *((label, value) for label, value in others(want)),
        (gettext("Paths"), str(len(found.instances))),
        (gettext("Lines"), str(len(found.lines))),
        (gettext("Printed"), f"{moment(now)}, {actors(database).get(by, by)}"),
    ]
    return Document(
        title=gettext("Trace: %(name)s", name=name) if name else gettext("Trace"),
        language=str(get_locale() or DEFAULT),
        made=now,
        page=gettext("page {page} of {pages}"),
        pairs=[(label, value) for label, value in pairs if value],
        sections=[*cut(found), *paths(found.instances), *days(found.lines), proof()],
    )


def others(want: Trace) -> list[tuple[str, str]]:
    """What else the trace was narrowed down by."""
    return [
        (gettext("Who"), want.actor),
        (gettext("Process"), want.process),
        (gettext("Version"), want.definition),
        (gettext("Element"), want.element),
        (gettext("Kind"), want.kind),
        (gettext("Decision"), want.decision),
        (gettext("Outcome"), want.outcome),
        (gettext("Text"), want.text),
    ]


def cut(found: Told) -> list[Section]:
    if found.complete:
        return []
    text = gettext("It goes on after the %(number)s lines that one document has. Ask for a shorter time.")
    return [Section(gettext("This is not all"), text=text % {"number": len(found.lines)})]


def paths(instances: list[InstanceRow]) -> list[Section]:
    names = process_names(office().database)
    statuses = {
        "active": gettext("under way"),
        "suspended": gettext("suspended"),
        "completed": gettext("complete"),
        "terminated": gettext("ended early"),
    }
    pairs = [
        (
            f"{number}. {names.get(one.process_id, one.process_id)}",
            " · ".join(
                (
                    gettext("version %(version)s", version=one.version),
                    f"{moment(one.started_at)} – {moment(one.ended_at)}".strip(),
                    statuses[one.status],
                    one.id,
                )
            ),
        )
        for number, one in enumerate(instances, 1)
    ]
    return [Section(gettext("Paths"), pairs=pairs)] if pairs else []


def days(lines: list[Line]) -> list[Section]:
    """A part for each year, with a heading for each day."""
    found = []
    for year, of_year in groupby(lines, key=lambda line: to_user_timezone(line.at).year):
        found.append(Section(str(year)))
        for _, of_day in groupby(of_year, key=lambda line: to_user_timezone(line.at).date()):
            entries = list(of_day)
            found.append(Section(day(entries[0].at), level=1, entries=[entry(line) for line in entries]))
    return found


def entry(line: Line) -> Entry:
    behalf = gettext("on behalf of %(who)s", who=line.on_behalf_of) if line.on_behalf_of else ""
    return Entry(clock_time(line.at), line.sentence, " · ".join(filter(None, (line.who, behalf, line.about))))


def proof() -> Section:
    """The newest checkpoint and the keys, by which anybody can check what stands here."""
    with office().database.reading() as session:
        newest = checkpoints.newest(session)
        note, made = (newest.note, newest.at) if newest is not None else ("", None)
    keys = "\n".join(str(key) for key in known_keys(office().database))
    if not note:
        return Section(gettext("Proof"), text=gettext("No checkpoint of the history has been signed yet."))
    text = gettext(
        "The history was signed %(when)s. What is above and older than that can be checked against this checkpoint "
        "with polku audit verify, and each path by itself with its bundle. The public keys stand below the note.",
        when=moment(made),
    )
    return Section(gettext("Proof"), text=text, exact=f"{note}\n{keys}")
