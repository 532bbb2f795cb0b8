"""Which processes of the program are alive: each says so again and again, and one that has fallen silent is dead.

What a dead process had claimed is given back, so that others do it before its leases end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.database import Database
from engine.store.jobs import end_leases, of_node
from engine.store.rows import sql_table

N = tables.Node
#: How often a process says that it is alive, and after how much silence the others take it for dead.
HEARTBEAT, SILENCE = timedelta(seconds=5), timedelta(seconds=30)
#: Dead processes stay in the list for a while: whoever watches wants to know that there was one.
REMEMBERED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A process of the program: which parts of it (web, clock, jobs) run in it, and since when."""

    id: str
    parts: tuple[str, ...]
    host: str
    pid: int
    version: str
    started_at: datetime
    seen_at: datetime

    def alive(self, now: datetime) -> bool:
        return now - self.seen_at < SILENCE


def nodes(database: Database) -> tuple[NodeRow, ...]:
    """Every process that is alive or has died lately, who was heard of last first."""
    columns = (getattr(N, name) for name in NodeRow.__slots__)
    with database.reading() as session:
        found = session.execute(select(*columns).order_by(N.seen_at.desc(), N.id)).mappings()
        return tuple(NodeRow(**dict(row) | {"parts": tuple(row["parts"])}) for row in found)


def alive(database: Database, now: datetime) -> tuple[NodeRow, ...]:
    return tuple(node for node in nodes(database) if node.alive(now))


def beat(database: Database, node: NodeRow, now: datetime) -> int:
    """Say that the process is alive, and take back what dead ones had claimed. Gives how many jobs that were."""
    with database.writing() as session:
        connection = session.connection()
        heard = connection.execute(update(N).where(N.id == node.id).values(seen_at=now)).rowcount
        if not heard:
            names = [name for name in NodeRow.__slots__ if name not in ("parts", "seen_at")]
            row = {name: getattr(node, name) for name in names} | {"parts": list(node.parts), "seen_at": now}
            connection.execute(sql_table(N).insert(), row)
        freed = bury(session, now)  # before they are forgotten: everything may have been down for days
        # After a jump of time all are old, and all say so at once: who is just doing that is passed over.
        old = select(N.id).where(N.seen_at < now - REMEMBERED).with_for_update(skip_locked=True)
        connection.execute(delete(N).where(N.id.in_(old)))
        return freed


def bury(session: Session, now: datetime) -> int:
    """End the leases of processes that have fallen silent."""
    silent: Sequence[str] = session.scalars(select(N.id).where(N.seen_at <= now - SILENCE)).all()
    return sum(end_leases(session, now, *of_node(id)) for id in silent)


def leave(database: Database, id: str) -> None:
    """The process ends as it should: nobody need wonder about it, and what it had claimed is free at once."""
    with database.writing() as session:
        free = update(tables.Job).where(*of_node(id)).values(locked_by="", locked_until=None)
        session.connection().execute(free)
        session.connection().execute(delete(N).where(N.id == id))
