"""The writer of the log. There is one at a time; it gives what was committed its places, in rounds.

On PostgreSQL rows are not committed in the order of their numbers: number 8 may be there before 7, and 7 may never
come. So a round takes every row above `settled` that has no place yet. It remembers as `seen` the newest row that it
saw, and as `horizon` its own transaction, which began to write after that. When every transaction up to the horizon has
ended, what is missing up to `seen` will never come: `seen` is settled.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from time import perf_counter
from typing import Any

from sqlalchemy import bindparam, exists, select, text, update
from sqlalchemy.orm import Session

from engine.proof.merkle import Frontier
from engine.store import tables
from engine.store.database import Database
from engine.store.log.leaves import SOURCES, columns, hashed
from engine.store.log.tree import STEP, frontier
from engine.store.rows import insert_rows, sql_table
from engine.store.statements import Prepared

BATCH = 250  # a round keeps every other writer of SQLite waiting: about 10 ms
LOCK = 7_065_815  # any number, the same on every node
OLDEST = text("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)")
OWN = text("SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint)")
P = sql_table(tables.LogPosition).c
POSITIONS = Prepared(select(P.source, P.settled, P.seen, P.horizon))
KEEP = Prepared(
    update(sql_table(tables.LogPosition))
    .where(P.source == bindparam("of"))
    .values({name: bindparam(name) for name in ("settled", "seen", "horizon")})
)


@dataclass(frozen=True, slots=True)
class Position:
    """How far the writer has come in a source; see `tables.LogPosition`."""

    settled: int
    seen: int
    horizon: int


def append_all(database: Database) -> int:
    """Give places to everything that is committed by now. Gives how many rows got one."""
    total = 0
    while added := append(database):
        total += added
    return total


def append_beside(database: Database, rest: Callable[[float], object]) -> int:
    """The same beside other work: not while another program is at it, and with a `rest` (in seconds) after each full
    round that is as long as the round. A smaller one is the last: what came since can wait, and small rounds cost much.
    """
    total, added = 0, BATCH
    while added >= BATCH:
        began = perf_counter()
        added = append(database, wait=False)
        total += added
        if added >= BATCH:
            rest(perf_counter() - began)
    return total


def append(database: Database, limit: int = BATCH, *, wait: bool = True) -> int:
    """Give places to up to `limit` rows of each source, in one transaction. Gives how many got one.

    Without `wait` it leaves the work to another program that is at it, on PostgreSQL.
    """
    with database.writing() as session:
        server = database.dialect == "postgresql"
        if server and not alone(session, wait=wait):
            return 0
        # SQLite has one writer: when it is this one, no older transaction can run.
        oldest = session.execute(OLDEST).scalar_one() if server else 1
        positions = {source: Position(*rest) for source, *rest in POSITIONS.rows(session.connection(), {})}
        found = {source: unplaced(session, source, positions[source].settled, limit) for source in SOURCES}
        own = session.execute(OWN).scalar_one() if server else 0  # asked for only after all rows were seen
        place(session, frontier(session), found)
        for source, rows in found.items():
            after = moved(positions[source], [seq for seq, _ in rows], oldest, own, full=len(rows) == limit)
            if after != positions[source]:
                keep(session, source, after)
        return sum(map(len, found.values()))


def alone(session: Session, *, wait: bool) -> bool:
    """Whether this is the only writer until the transaction ends. Who waits for the other one's end always is."""
    if wait:
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        return True
    return bool(session.execute(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": LOCK}).scalar_one())


def unplaced(session: Session, source: str, settled: int, limit: int) -> list[tuple[int, bytes]]:
    """Rows above `settled` that have no place, in the order of their numbers, with their hashes."""
    of = {"source": source, "settled": settled, "most": limit}
    found = without_place(source).as_they_are(session.connection(), of)
    return [(seq, made) for seq, made, _ in hashed(source, found)]


@cache
def without_place(source: str) -> Prepared:
    row, entry = sql_table(SOURCES[source]), sql_table(tables.LogEntry)
    placed = exists().where(entry.c.source == bindparam("source"), entry.c.seq == row.c.seq)
    above = row.c.seq > bindparam("settled")
    return Prepared(select(*columns(source)).where(above, ~placed).order_by(row.c.seq).limit(bindparam("most")))


def place(session: Session, edge: Frontier, found: dict[str, list[tuple[int, bytes]]]) -> None:
    entries: list[dict[str, Any]] = [
        {"place": place, "source": source, "seq": seq, "hash": made}
        for place, (source, seq, made) in enumerate(
            ((source, *row) for source, rows in found.items() for row in rows), edge.size
        )
    ]
    completed = edge.extend([entry["hash"] for entry in entries])
    inner: list[dict[str, Any]] = [
        {"level": level, "place": place, "hash": one}
        for level, first, made in completed
        if level % STEP == 0
        for place, one in enumerate(made, first)
    ]
    insert_rows(session, tables.LogEntry, entries)
    insert_rows(session, tables.LogNode, inner)


def moved(position: Position, placed: list[int], oldest: int, own: int, *, full: bool) -> Position:
    """Where the writer is after a round that placed these rows; `full`: there may have been more of them."""
    if position.horizon >= oldest:
        return position
    settled = min(position.seen, placed[-1]) if full else position.seen
    return Position(settled, max([position.seen, *placed]), own)


def keep(session: Session, source: str, position: Position) -> None:
    changed = {"settled": position.settled, "seen": position.seen, "horizon": position.horizon}
    KEEP.count(session.connection(), [changed | {"of": source}])
