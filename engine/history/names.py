"""What the elements of a deployed version are called in its diagram. A version never changes, so it is read once."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from engine.errors import NotDeployed
from engine.reader import read_bpmn
from engine.store import Database, Session
from engine.store.definitions import content_of

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
