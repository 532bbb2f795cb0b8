"""Entries of the log with what was hashed, and the values that belong to it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.log.leaves import columns, writer

E, F, R = tables.LogEntry, tables.Fact, tables.Record
DEPLOYED = "DefinitionsDeployed"


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry at `place`. `salt` and `content` are those of its values, None where it has none any more."""

    place: int
    text: str
    salt: bytes | None
    content: str | None


def of_instance(session: Session, instance_id: str) -> list[Entry]:
    """The facts of an instance that have a place in the log, in their order."""
    values = tables.FactValues
    wanted = (
        select(E.place, values.salt, values.content, *columns("facts"))
        .join(F, and_(E.source == "facts", E.seq == F.seq))
        .outerjoin(values, and_(values.instance_id == F.instance_id, values.number == F.number))
        .where(F.instance_id == instance_id)
        .order_by(F.number)
    )
    return entries(session, "facts", wanted)


def deployments_of(session: Session, deployments: Collection[int]) -> list[Entry]:
    """The records of these deployments."""
    values = tables.RecordValues
    wanted = (
        select(E.place, values.salt, values.content, *columns("records"))
        .join(R, and_(E.source == "records", E.seq == R.seq))
        .outerjoin(values, values.seq == R.seq)
        .where(R.kind == DEPLOYED, R.subject.in_([f"deployment:{id}" for id in sorted(deployments)]))
        .order_by(R.seq)
    )
    return entries(session, "records", wanted)


def entries(session: Session, source: str, wanted: Select[Any]) -> list[Entry]:
    write = writer(source)
    return [
        Entry(place, write(row).decode(), salt, content) for place, salt, content, *row, _ in session.execute(wanted)
    ]
