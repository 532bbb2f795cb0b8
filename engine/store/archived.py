"""Finished instances whose facts go into an archive file: which ones, and the only code that deletes facts."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from engine.errors import NotFound, Refused
from engine.store import tables
from engine.store.log.entries import Entry
from engine.store.partitions import drop_empty
from engine.store.records import record
from engine.store.rows import insert_rows, sql_table

A, N, W = sql_table(tables.ArchivedInstance), sql_table(tables.Instance), sql_table(tables.WorkItem)
F, V, R = sql_table(tables.Fact), sql_table(tables.FactValues), sql_table(tables.Record)
ARCHIVED = "FactsArchived"
AT_ONCE = 200  # instances in a statement


@dataclass(frozen=True, slots=True)
class Moved:
    """An instance to archive: how many facts it has, their places as runs, and its state without any values."""

    id: str
    facts: int
    places: str
    state: bytes


class Told(msgspec.Struct):
    """What the record of an archive says that verification needs."""

    digest: str


def candidates(session: Session, process_id: str, before: datetime, limit: int) -> list[str]:
    """Instances of the process that ended before then and have their facts here, in the order of their beginning.

    Not the one with the newest fact: its number tells a copy of the database where to go on counting.
    """
    newest = select(F.c.instance_id).order_by(F.c.seq.desc()).limit(1).scalar_subquery()
    wanted = (
        select(N.c.id)
        .where(N.c.process_id == process_id, N.c.ended_at.is_not(None), N.c.ended_at < before, N.c.id != newest)
        .where(~exists().where(A.c.instance_id == N.c.id))
        .order_by(N.c.started_at, N.c.id)
        .limit(limit)
    )
    return list(session.execute(wanted).scalars())


def move(
    session: Session, archive: str, instances: list[Moved], digest: str, *, actor: str, now: datetime, size: int
) -> None:
    """Delete the facts of these instances, which are in the file `archive`, and record that.

    Their values, which can be erased, stay; so does the instance's row, with a state that has none of them. Work items
    go as with any retention. Raises `Refused` where an instance is not as it was archived.
    """
    known = {one.id: one for one in instances}
    for ids in parts(sorted(known)):
        found = select(N.c.id, N.c.facts).where(N.c.id.in_(ids), N.c.ended_at.is_not(None)).with_for_update()
        here = {row.id: row.facts for row in session.execute(found)}
        if here != {id: known[id].facts for id in ids}:
            raise Refused("An instance went on while it was archived. Nothing was moved; try again.")
    rows = [{"instance_id": one.id, "archive": archive, "places": one.places} for one in instances]
    insert_rows(session, tables.ArchivedInstance, rows)
    deleted = 0
    for ids in parts(sorted(known)):
        deleted += session.connection().execute(delete(F).where(F.c.instance_id.in_(ids))).rowcount
        session.execute(delete(W).where(W.c.instance_id.in_(ids)))
        for id in ids:
            session.execute(update(N).where(N.c.id == id).values(state=known[id].state, cleared_at=now))
    if deleted != (facts := sum(one.facts for one in instances)):
        raise Refused(f"{deleted} facts would have been deleted instead of {facts}. Nothing was moved.")
    data = {"instances": len(instances), "facts": facts, "size": size, "digest": digest}
    record(session, ARCHIVED, f"archive:{archive}", actor=actor, now=now, data=data)
    drop_empty(session.connection())


def parts(ids: list[str]) -> Iterator[list[str]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def archive_of(session: Session, instance_id: str) -> str:
    """The name of the archive file that has the instance's facts; empty where the database has them."""
    return session.execute(select(A.c.archive).where(A.c.instance_id == instance_id)).scalar_one_or_none() or ""


def not_here(session: Session, instance_id: str, otherwise: str) -> NotFound:
    """Why an instance has no facts here: they are in an archive, or `otherwise`."""
    if archive := archive_of(session, instance_id):
        return NotFound(
            f"The facts of {instance_id} are in the archive {archive}. "
            f"Read them with polku archive --read {archive} {instance_id}."
        )
    return NotFound(otherwise)


def recorded(session: Session) -> set[tuple[str, str]]:
    """The name of each archive that a record tells of, with the digest that it promises."""
    found = set()
    for subject, data in session.execute(select(R.c.subject, R.c.data).where(R.c.kind == ARCHIVED)):
        with suppress(msgspec.MsgspecError):  # who changed it is found where rows are compared with the log
            found.add((subject.partition(":")[2], msgspec.json.decode(data, type=Told).digest))
    return found


def rows(session: Session) -> Iterator[tuple[str, str, str]]:
    """Every archived instance with its archive and the places of its facts, in the order of the ids."""
    wanted = select(A.c.instance_id, A.c.archive, A.c.places).order_by(A.c.instance_id)
    yield from map(tuple, session.execute(wanted.execution_options(yield_per=1000)))


def values(session: Session, instance_id: str) -> Mapping[int, tuple[bytes, str]]:
    """The salt and the content of the values of an instance's facts, by their number."""
    wanted = select(V.c.number, V.c.salt, V.c.content).where(V.c.instance_id == instance_id)
    return {number: (bytes(salt), content) for number, salt, content in session.execute(wanted)}


def placed(entries: list[Entry], size: int) -> bool:
    """Whether all of an instance's facts are in the first `size` entries of the log."""
    return bool(entries) and all(entry.place < size for entry in entries)


def promised(session: Session, ids: list[str]) -> dict[str, int]:
    """How many facts each of these instances says that it has."""
    return {
        id: facts
        for some in parts(ids)
        for id, facts in session.execute(select(N.c.id, N.c.facts).where(N.c.id.in_(some)))
    }
