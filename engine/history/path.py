"""The path that an instance took: what to draw on its diagram, and the tree of processes that it called."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.history.names import names
from engine.history.versions import in_present_names, migrations, present
from engine.kernel.encoding import decode_state
from engine.kernel.state import ROOT, State
from engine.store import Database, Session
from engine.store import facts as stored
from engine.store.archived import not_here
from engine.store.facts import StoredFact
from engine.store.instances import state_bytes


@dataclass(frozen=True, slots=True)
class Path:
    """One process of an instance on its diagram: that of the version which it runs now.

    `visited` and `flows` count how often a token came to each element and took each sequence flow; `active` are the
    elements where something waits now, `failed` those that an incident stopped.
    """

    definition: str
    visited: Mapping[str, int]
    flows: Mapping[str, int]
    active: frozenset[str]
    failed: frozenset[str]


@dataclass(frozen=True, slots=True)
class CalledProcess:
    """A process of an instance's tree; `parent` is the key of the process that called it, 0 for the root."""

    key: int
    process_id: str
    definition: str
    name: str
    parent: int
    active: bool


def path(database: Database, instance_id: str, process_key: int = ROOT) -> Path:
    """The path of one process of the instance. Raises `NotFound` for an instance or a process that isn't there."""
    with database.reading() as session:
        start = next((fact for fact in starts(session, instance_id) if fact.process == process_key), None)
        if start is None:
            raise not_here(session, instance_id, f"There is no process {process_key} in the instance {instance_id}.")
        state = decode_state(state_bytes(session, instance_id))
        moves, began = migrations(session, instance_id), start.definition
        visited = stored.visits(session, instance_id, process_key)
        flows = stored.flows_taken(session, instance_id, process_key)
        return Path(
            definition=present(began, moves, process_key),
            visited=in_present_names(visited, began, moves, process_key, "elements"),
            flows=in_present_names(flows, began, moves, process_key, "flows"),
            active=active_elements(state, process_key),
            failed=failed_elements(state, process_key),
        )


def called(database: Database, instance_id: str) -> tuple[CalledProcess, ...]:
    """All processes of the instance in the order in which they began, the root first. Raises `NotFound`."""
    with database.reading() as session:
        state = decode_state(state_bytes(session, instance_id))
        begun = list(starts(session, instance_id))
        moves = migrations(session, instance_id)
        parents = callers(session, instance_id) if len(begun) > 1 else {}
        return tuple(
            CalledProcess(
                key=fact.process,
                process_id=fact.process_id,
                definition=present(fact.definition, moves, fact.process),
                name=names(database, session, fact.definition).get(fact.process_id, ""),
                parent=parents.get(fact.fields().get("scope", 0), 0),
                active=state.status in ("active", "suspended") and fact.process in state.elements,
            )
            for fact in begun
        )


def starts(session: Session, instance_id: str) -> tuple[StoredFact, ...]:
    return tuple(stored.of_instance(session, instance_id, kinds=["ProcessStarted"]))


def callers(session: Session, instance_id: str) -> dict[int, int]:
    """The process that each element instance of the tree stands in."""
    begun = stored.of_instance(session, instance_id, kinds=["ElementActivated"])
    return {fact.fields()["key"]: fact.process for fact in begun}


def active_elements(state: State, process: int) -> frozenset[str]:
    alive = state.elements.values()
    return frozenset(one.element for one in alive if one.process == process and not one.definition)


def failed_elements(state: State, process: int) -> frozenset[str]:
    owners = (state.elements.get(incident.owner) for incident in state.incidents.values())
    return frozenset(owner.element for owner in owners if owner is not None and owner.process == process)
