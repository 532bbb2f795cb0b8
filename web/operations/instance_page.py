"""What the page of one instance shows to an operator: what is alive, where it waits, and what may begin."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from engine import history
from engine.errors import NotDeployed
from engine.feel.codec import to_json
from engine.kernel.operations.targets import Unfit, check_target
from engine.kernel.state import Incident, State
from engine.model.process import Process
from engine.store import definitions, instances
from web.audit.instance_page import diagram_props
from web.office import office
from web.operations.choices import END, STARTS


@dataclass(frozen=True, slots=True)
class Alive:
    """An element instance: `kind` is what it waits for, `level` how deep it is."""

    key: int
    element: str
    name: str
    process: int
    index: int
    kind: str
    variables: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Tokens that wait on a sequence flow at a gateway."""

    flow: str
    scope: int
    number: int
    gateway: str


def contents(instance_id: str) -> dict[str, Any]:
    """Raises `NotFound`."""
    database = office().database
    row, state = instances.one(database, instance_id), instances.state(database, instance_id)
    processes = {key: read(one.definition) for key, one in state.elements.items() if one.definition}
    path = history.path(database, instance_id)
    return {
        "instance": row,
        "alive": alive(state, processes),
        "scopes": scopes(state, processes),
        "tokens": tokens(state, processes),
        "incidents": incidents(state, processes),
        "variables": {name: to_json(value) for name, value in sorted(state.elements[1].variables.items())},
        "targets": targets(processes),
        "flows": flows(processes),
        "versions": versions(state),
        "diagram": diagram_props(path),
        "end": END,
        "starts": STARTS,
        "request_id": uuid4().hex,
    }


def read(definition: str) -> Process | None:
    execution = office().engine.execution
    try:
        with execution.database.reading() as session:
            return execution.catalog.process(session, definition)
    except NotDeployed:
        return None


def name_of(processes: dict[int, Process | None], process: int, id: str) -> str:
    found = processes.get(process)
    if found is None:
        return id
    if id == found.id:
        return found.name or id
    return (found.elements[id].name or id) if id in found.elements else id


def alive(state: State, processes: dict[int, Process | None]) -> list[Alive]:
    if state.status not in ("active", "suspended"):
        return []
    return [
        Alive(
            key,
            one.element,
            name_of(processes, one.process, one.element),
            one.process,
            one.index,
            ", ".join(dict.fromkeys(type(state.waits[wait]).__name__ for wait in one.waits)),
            {name: to_json(value) for name, value in one.variables.items()},
        )
        for key, one in sorted(state.elements.items())
        if not one.definition
    ]


def scopes(state: State, processes: dict[int, Process | None]) -> dict[int, str]:
    """Whatever may have variables or something beginning in it, by key."""
    return {
        key: name_of(processes, one.process, one.element) + (f" {one.index}" if one.index else "")
        for key, one in sorted(state.elements.items())
    }


def tokens(state: State, processes: dict[int, Process | None]) -> list[Waiting]:
    found = []
    for key, one in sorted(state.elements.items()):
        for flow, number in one.tokens.items():
            process = processes.get(one.process)
            target = process.flows[flow].target if process is not None and flow in process.flows else ""
            found.append(Waiting(flow, key, number, name_of(processes, one.process, target) if target else flow))
    return found


def incidents(state: State, processes: dict[int, Process | None]) -> list[tuple[int, Incident, str]]:
    return [
        (key, one, name_of(processes, state.elements[one.owner].process, state.elements[one.owner].element))
        for key, one in sorted(state.incidents.items())
    ]


def targets(processes: dict[int, Process | None]) -> dict[str, str]:
    """The elements that may begin, by id, in the order of their names."""
    found = {}
    for process in processes.values():
        for element in process.elements.values() if process is not None else ():
            try:
                check_target(element)
            except Unfit:
                continue
            found[element.id] = f"{element.name} ({element.id})" if element.name else element.id
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def flows(processes: dict[int, Process | None]) -> dict[str, str]:
    """The sequence flows by id, told by what they lead from and to."""
    found = {}
    for key, process in processes.items():
        for flow in process.flows.values() if process is not None else ():
            found[flow.id] = f"{name_of(processes, key, flow.source)} → {name_of(processes, key, flow.target)}"
    return found


def versions(state: State) -> dict[str, list[str]]:
    """The other versions that each version which runs could be migrated to, the newest first."""
    running = dict.fromkeys(one.definition for one in state.elements.values() if one.definition)
    return {
        one: [
            row.key
            for row in definitions.versions(office().database, "process", one.rpartition(":")[0])
            if row.key != one
        ]
        for one in running
    }
