"""Questions with a page of their own: who read, two steps by one person, late, for others, after a modification."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import render_template, request

from engine.history import Filters, trace
from engine.history.names import process_model
from engine.model.elements import UserTask
from engine.store import Session, definitions, finished_work
from engine.store.paging import from_text, to_text
from web.audit import query, saved
from web.audit.blueprint import bp
from web.audit.kinds import kind_names
from web.audit.who import actors
from web.customers.names import customer_names
from web.inbox.names import process_names
from web.office import office

PAGE = 50


@bp.get("/audit/readers")
def readers() -> str:
    """Who read the data of one customer."""
    want = query.trace(request.args)
    zone, database = office().settings.time_zone, office().database
    asked = Filters(
        business_key=want.customer,
        kind="CustomerRead",
        since=want.starts(zone),
        until=want.ends(zone),
        source="records",
    )
    found = trace(database, asked, after=request.args.get("after") or None, limit=PAGE) if want.customer else None
    return render_template(
        "audit/readers.html",
        want=want,
        rows=found.items if found else (),
        next_page=found.next if found else None,
        people=actors(database),
        customers=customer_names(database, {want.customer}),
    )


@bp.get("/audit/same-person")
def same_person() -> str:
    """Two steps of one instance that the same person did."""
    first, second = (request.args.get(name, "").strip() for name in ("first", "second"))
    rows: Any = ()
    address = None
    if first and second:
        after = from_text(request.args["after"], str, str, int, int) if request.args.get("after") else None
        with office().database.reading() as session:
            looked = finished_work.same_person(session, first, second, after=after, limit=PAGE)
        rows, address = looked.rows, looked.after and to_text(looked.after)
    return render_template(
        "audit/same_person.html",
        first=first,
        second=second,
        rows=rows,
        next_page=address,
        elements=user_tasks(),
        saved=saved.questions(saved.SAME_PERSON),
        **names({pair.first.business_key for pair in rows}),
    )


def user_tasks() -> dict[str, str]:
    """The user tasks of the newest versions, by id, with their process."""
    database = office().database
    found: dict[str, str] = {}
    rows = definitions.latest(database, "process")
    with database.reading() as session:
        for row in rows:
            model = process_model(database, session, row.key)
            for element in model.elements.values() if model else ():
                if isinstance(element, UserTask):
                    found[element.id] = f"{row.name or row.id}: {element.name or element.id}"
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


@bp.get("/audit/late")
def late() -> str:
    """Work that was done after it was due."""
    return finished("audit.late", finished_work.late, "audit/finished.html")


@bp.get("/audit/substitutes")
def substitutes() -> str:
    """Work that was done for somebody who was away."""
    return finished("audit.substitutes", finished_work.substituted, "audit/finished.html")


@bp.get("/audit/modified")
def modified() -> str:
    """Modifications, migrations and data set by hand, with the work done after each."""
    return finished("audit.modified", finished_work.after_modification, "audit/modified.html")


def finished(route: str, ask: Callable[..., finished_work.Looked], template: str) -> str:
    want, zone = query.trace(request.args), office().settings.time_zone
    types = (datetime, int) if route == "audit.modified" else (datetime, str, int)
    after = from_text(request.args["after"], *types) if request.args.get("after") else None
    with office().database.reading() as session:
        looked = asked(ask, session, want, zone, after)
    customers = {row.business_key for row in looked.rows} if route != "audit.modified" else set()
    address = looked.after and to_text(looked.after)
    return render_template(template, route=route, want=want, rows=looked.rows, next_page=address, **names(customers))


def asked(
    ask: Callable[..., finished_work.Looked], session: Session, want: query.Trace, zone: Any, after: Any
) -> finished_work.Looked:
    return ask(session, since=want.starts(zone), until=want.ends(zone), after=after, limit=PAGE)


def names(customers: set[str]) -> dict[str, Any]:
    database = office().database
    return {
        "people": actors(database),
        "kinds": kind_names(),
        "processes": process_names(database),
        "customers": customer_names(database, customers),
    }
