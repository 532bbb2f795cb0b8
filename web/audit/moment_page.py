"""An instance at a moment of its past: tokens, data, who held what, which versions; what changed since another one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine import history
from engine.errors import NotFound
from engine.feel.codec import to_json
from engine.history import FactRow
from engine.history.names import process_model
from engine.kernel.state import ROOT, State, WorkItem
from engine.model.process import Process
from engine.store import instances, records
from engine.store.instances import InstanceRow
from web.audit.blueprint import bp
from web.audit.differences import differences, flow_name
from web.audit.instance_page import archive_of
from web.audit.sentences import sentence
from web.audit.values import whole
from web.audit.who import actors
from web.auth.session import me
from web.customers.names import customer_names
from web.inbox.names import process_names
from web.office import office
from web.reading import saw
from web.security import for_designer


@dataclass(frozen=True, slots=True)
class Alive:
    """An element that was alive: what it waited for, who held it, and its data."""

    element: str
    name: str
    waits: tuple[str, ...]
    holder: str
    variables: tuple[tuple[str, str], ...]
    tokens: tuple[tuple[str, int], ...]


@bp.get("/audit/instances/<instance_id>/moment")
def moment(instance_id: str) -> str | Response:
    row = instances.one(office().database, instance_id)
    saw(me().account, row.business_key, "audit.moment")
    if archive_of(row):
        return redirect(url_for("audit.instance", instance_id=instance_id))
    for_designer()
    return render_template("audit/moment.html", **contents(row))


def contents(row: InstanceRow) -> dict[str, Any]:
    database = office().database
    facts = history.timeline(database, row.id)
    number = chosen(facts, "fact", "at") or len(facts)
    other = chosen(facts, "other", "other_at")
    now = history.moment(database, row.id, fact=number)
    before = history.moment(database, row.id, fact=other) if other else None
    names = process_names(database)
    processes = {
        one.key: one.name or names.get(one.process_id, one.process_id) for one in history.called(database, row.id)
    }
    asked = request.args.get("process", ROOT, type=int)
    process = asked if asked in processes else ROOT
    past = facts[:number]
    running = now.state.elements.get(process)
    definition = running.definition if running else ran(past, process) or ran(facts, process)
    return {
        "instance": row,
        "customer": customer_names(database, {row.business_key}).get(row.business_key, row.business_key),
        "names": names,
        "people": actors(database),
        "number": number,
        "last": len(facts),
        "fact": facts[number - 1],
        "sentence": sentence(facts[number - 1]),
        "status": now.state.status,
        "process": process,
        "processes": processes,
        "begun": bool(ran(past, process)),
        "definition": definition,
        "alive": list(alive(now.state, process, past, model_of(definition))),
        "versions": sorted(versions(past)),
        "erased": erased(row.id),
        "other": other,
        "changes": differences(database, history.difference(before.state, now.state)) if before is not None else (),
        "diagram": diagram(now.state, process, definition, past),
    }


def chosen(facts: tuple[FactRow, ...], by_number: str, by_time: str) -> int:
    """The number of the fact that the page asks for, by its number or by a time; 0 where it asks for none."""
    if at := request.args.get(by_time, "").strip():
        try:
            moment = datetime.fromisoformat(at)
        except ValueError as wrong:
            raise NotFound(gettext("Give the moment like 2026-01-31T12:00.")) from wrong
        moment = moment if moment.tzinfo else moment.replace(tzinfo=office().settings.time_zone)
        return max((fact.number for fact in facts if fact.at <= moment), default=1)
    wanted = request.args.get(by_number, 0, type=int)
    return min(max(wanted, 0), len(facts))


def ran(facts: tuple[FactRow, ...], process: int) -> str:
    """The version that a process ran on last in these facts; empty where they have nothing of it."""
    return next((fact.definition for fact in reversed(facts) if fact.process == process), "")


def element_names(facts: tuple[FactRow, ...]) -> dict[str, str]:
    return {fact.element_id: fact.element_name for fact in facts if fact.element_name}


def model_of(definition: str) -> Process | None:
    database = office().database
    with database.reading() as session:
        return process_model(database, session, definition)


def alive(state: State, process: int, past: tuple[FactRow, ...], model: Process | None) -> Iterator[Alive]:
    names = element_names(past)
    for _, one in sorted(state.elements.items()):
        if one.process != process:
            continue
        waits = [state.waits[wait] for wait in one.waits if wait in state.waits]
        holders = [wait.assignee for wait in waits if isinstance(wait, WorkItem)]
        data = tuple((name, whole(to_json(value))) for name, value in sorted(one.variables.items()))
        tokens = tuple((flow_name(flow, model), number) for flow, number in sorted(one.tokens.items()))
        kinds = tuple(type(wait).__name__ for wait in waits)
        yield Alive(one.element, names.get(one.element) or one.element, kinds, ", ".join(holders), data, tokens)


def versions(past: tuple[FactRow, ...]) -> Iterator[tuple[str, str]]:
    """The exact versions of diagrams, decisions and forms that had been met by then: kind and key."""
    met = {("process", fact.definition) for fact in past}
    met |= {("decision", str(fact.data["definition"])) for fact in past if fact.kind == "DecisionEvaluated"}
    met |= {("form", str(fact.data["form"])) for fact in past if fact.data.get("form")}
    yield from met


def erased(instance_id: str) -> list[records.Record]:
    """Who erased values of the instance, when and why."""
    with office().database.reading() as session:
        return records.found(session, records.Wanted(kind="ValuesErased", subject=f"instance:{instance_id}"))


def diagram(state: State, process: int, definition: str, past: tuple[FactRow, ...]) -> dict[str, Any]:
    mine = [fact for fact in past if fact.process == process]
    owners = [state.elements.get(incident.owner) for incident in state.incidents.values()]
    return {
        "xmlUrl": url_for("audit.diagram", definition=definition),
        "visited": sorted({fact.element_id for fact in mine if fact.kind == "ElementActivated"}),
        "flows": sorted({fact.element_id for fact in mine if fact.kind == "FlowTaken"}),
        "active": sorted({one.element for one in state.elements.values() if one.process == process}),
        "failed": sorted({one.element for one in owners if one is not None and one.process == process}),
        "counts": {},
        "focus": next((fact.element_id for fact in reversed(mine) if fact.kind == "ElementActivated"), ""),
        "label": gettext("Diagram at that moment: %(definition)s", definition=definition),
    }
