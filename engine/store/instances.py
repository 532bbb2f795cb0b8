"""Process instances, read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.feel.codec import to_json
from engine.kernel.encoding import decode_state
from engine.kernel.state import ROOT, State
from engine.store import tables
from engine.store.beginnings import begins, of_instances
from engine.store.database import Database
from engine.store.paging import Page, from_text, page_of, within

N = tables.Instance


@dataclass(frozen=True, slots=True)
class InstanceRow:
    id: str
    process_id: str
    version: int
    definition: str
    business_key: str
    status: str
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    facts: int


@dataclass(frozen=True, slots=True)
class ActiveElement:
    """Something alive in an instance: `key` is its element instance, `process` that of the process around it."""

    key: int
    element_id: str
    process: int
    definition: str
    phase: str


SELECT = select(*(getattr(N, name) for name in InstanceRow.__slots__))


def page(
    database: Database,
    *,
    process_id: str | None = None,
    definition: str | None = None,
    business_key: str | None = None,
    status: str | None = None,
    text: str = "",
    after: str | None = None,
    limit: int = 50,
) -> Page[InstanceRow]:
    """A page of instances, the newest first. `text` is the beginning of an id or business key. Raises `Invalid`."""
    wanted = SELECT
    for column, value in (
        (N.process_id, process_id),
        (N.definition, definition),
        (N.business_key, business_key),
        (N.status, status),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if after is not None:
        wanted = wanted.where(tuple_(N.started_at, N.id) < from_text(after, datetime, str))
    ordered = wanted.order_by(N.started_at.desc(), N.id.desc()).limit(within(limit) + 1)
    with database.reading() as session:
        if text:
            few = of_instances(session, text)
            ordered = ordered.where(begins(session, N.id, N.business_key, text) if few is None else N.id.in_(few))
        found = [InstanceRow(*row) for row in session.execute(ordered)]
    return page_of(found, limit, lambda row: (row.started_at, row.id))


def one(database: Database, id: str) -> InstanceRow:
    """Raises `NotFound`."""
    with database.reading() as session:
        found = session.execute(SELECT.where(N.id == id)).one_or_none()
    if found is None:
        raise NotFound(f"There is no instance {id}.")
    return InstanceRow(*found)


def state(database: Database, id: str) -> State:
    """What is alive in the instance. Raises `NotFound`."""
    with database.reading() as session:
        return decode_state(state_bytes(session, id))


def state_bytes(session: Session, id: str) -> bytes:
    """The stored state as it is. Raises `NotFound`."""
    found = session.execute(select(N.state).where(N.id == id)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no instance {id}.")
    return found


def variables(database: Database, id: str, key: int = ROOT) -> dict[str, Any]:
    """What an expression at the element instance (or work item, job …) `key` sees, in JSON form. Raises `NotFound`."""
    return to_json_values(visible(state(database, id), key))


def active_elements(database: Database, id: str) -> tuple[ActiveElement, ...]:
    """Everything alive in the instance but the processes themselves, the oldest first. Raises `NotFound`."""
    elements = state(database, id).elements
    return tuple(
        ActiveElement(key, instance.element, instance.process, elements[instance.process].definition, instance.phase)
        for key, instance in sorted(elements.items())
        if not instance.definition
    )


def visible(state: State, key: int) -> dict[str, Any]:
    """The variables visible at `key`, an element instance or something that one waits for. Raises `NotFound`."""
    if key in state.waits:
        key = state.waits[key].owner
    if key not in state.elements:
        raise NotFound(f"There is nothing alive with the key {key} in this instance.")
    found: dict[str, Any] = {}
    while True:
        instance = state.elements[key]
        found = instance.variables | found
        if instance.definition:
            return found
        key = instance.scope


def to_json_values(values: dict[str, Any]) -> dict[str, Any]:
    return {name: to_json(value) for name, value in values.items()}
