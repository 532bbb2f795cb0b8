"""What the elements of a deployed version are called in its diagram. A version never changes, so it is read once."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from engine.errors import NotDeployed
from engine.model.process import Process
from engine.reader import read_bpmn
from engine.store import Database, Session
from engine.store.definitions import content_of

_models: WeakKeyDictionary[Database, dict[str, Process | None]] = WeakKeyDictionary()
_known: WeakKeyDictionary[Database, dict[str, Mapping[str, str]]] = WeakKeyDictionary()


def names(database: Database, session: Session, definition: str) -> Mapping[str, str]:
    """The names of a process, its elements and its sequence flows, by id; empty for a version that can't be read."""
    known = _known.setdefault(database, {})
    if definition not in known:
        known[definition] = read_names(session, definition)
    return known[definition]


def read_names(session: Session, definition: str) -> Mapping[str, str]:
    try:
        content = content_of(session, "process", definition)
    except NotDeployed:
        return {}
    found: dict[str, str] = {}
    for process in read_bpmn(content, definition).processes:
        found[process.id] = process.name
        found |= {element.id: element.name for element in process.elements.values()}
        found |= {flow.id: flow.name for flow in process.flows.values()}
    return found


def process_model(database: Database, session: Session, definition: str) -> Process | None:
    """What a version means; None for one that isn't there or can't be read any more. It is read once."""
    known = _models.setdefault(database, {})
    if definition not in known:
        try:
            read = read_bpmn(content_of(session, "process", definition), definition).processes
        except NotDeployed:
            read = ()
        id = definition.rpartition(":")[0]
        known[definition] = next((process for process in read if process.id == id), None)
    return known[definition]
