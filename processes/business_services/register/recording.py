"""Every change of the register is recorded in the history: which entry, which fields, by whom.

What the columns call personal goes with the values of the record, which can be erased; the rest stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from engine.store import records
from processes.business_services.register.tables import Table

WRITER = "register_writer"
ADDED, CHANGED, REMOVED = "RegisterEntryAdded", "RegisterEntryChanged", "RegisterEntryRemoved"
#: Made from other columns, for searching only.
DERIVED = frozenset({"sort_name", "search_text"})


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes in a session, when, and in which instance."""

    actor: str
    now: datetime
    instance_id: str = ""


def written_by(session: Session, actor: str, now: datetime, instance_id: str = "") -> None:
    """Say who makes the changes that follow in this transaction. Without it, they are the program's own."""
    session.info[WRITER] = Writer(actor, now, instance_id)


@event.listens_for(Session, "after_flush")
def keep(session: Session, _context: object) -> None:
    told: list[records.Told] = []
    for kinds, entries in ((ADDED, session.new), (CHANGED, session.dirty), (REMOVED, session.deleted)):
        for entry in entries:
            if isinstance(entry, Table) and (kinds != CHANGED or session.is_modified(entry)):
                told += note(session, kinds, entry)
    if told:
        records.record_all(session, told)


def note(session: Session, kind: str, entry: Table) -> Iterator[records.Told]:
    told = dict(changes(kind, entry))
    if kind == CHANGED and not told:
        return
    writer = session.info.get(WRITER) or Writer("system", datetime.now(UTC))
    columns = entry.__table__.columns
    personal = {name: value for name, value in told.items() if columns[name].info.get("personal")}
    instance = {"instance": writer.instance_id} if writer.instance_id else {}
    yield records.Told(
        kind=kind,
        subject=f"{entry.__tablename__}:{identity(entry)}",
        actor=writer.actor,
        now=writer.now,
        business_key=str(getattr(entry, "business_id", "") or ""),
        data={"set": {name: value for name, value in told.items() if name not in personal}, **instance},
        values={"set": personal} if personal else {},
    )


def identity(entry: Table) -> str:
    return ":".join(str(part) for part in inspect(entry).mapper.primary_key_from_instance(entry))


def changes(kind: str, entry: Table) -> Iterator[tuple[str, Any]]:
    """The columns that got a value, and those values as JSON can have them."""
    if kind == REMOVED:
        return
    state = inspect(entry)
    untouched = state.unmodified
    for attribute in state.mapper.column_attrs:
        if attribute.key in untouched:
            continue
        name = attribute.columns[0].name
        history = state.attrs[attribute.key].history
        if name not in DERIVED and history.added and history.added != history.deleted:
            value = history.added[0]
            yield name, value.isoformat() if isinstance(value, date) else value
