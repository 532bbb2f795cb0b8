"""The log beside the rows that it is about: each entry with what its row hashes to now."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from engine.proof.entry import hash_of
from engine.store import tables
from engine.store.log.leaves import SOURCES, columns, texts
from engine.store.rows import sql_table

E, N = tables.LogEntry, tables.LogNode
CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Compared:
    """An entry of the log. `now` is the hash that its row has today, None where there is no such row."""

    place: int
    source: str
    seq: int
    hash: bytes
    now: bytes | None
    at: str | None  # ISO 8601, in UTC with microseconds

    @property
    def row(self) -> str:
        return f"row {self.seq} of {self.source}"


def compared(session: Session) -> Iterator[Compared]:
    """Every entry in its order, a few thousand at a time."""
    after, entry, connection = -1, sql_table(tables.LogEntry).c, session.connection()
    wanted = select(entry.place, entry.source, entry.seq, entry.hash).order_by(entry.place).limit(CHUNK)
    while entries := connection.execute(wanted.where(entry.place > after)).all():
        rows = {
            source: rows_now(session, source, [entry.seq for entry in entries if entry.source == source])
            for source in SOURCES
        }
        for place, source, seq, kept in entries:
            now, at = rows.get(source, {}).get(seq, (None, None))
            yield Compared(place, source, seq, kept, now, at)
        after = entries[-1].place


def rows_now(session: Session, source: str, numbers: list[int]) -> dict[int, tuple[bytes, str]]:
    """The hash and the time of each of these rows, as they are now."""
    if not numbers:
        return {}
    of = sql_table(SOURCES[source])
    wanted = select(*columns(source)).where(of.c.seq >= min(numbers), of.c.seq <= max(numbers)).order_by(of.c.seq)
    return {seq: (hash_of(text), at) for seq, text, at in texts(session, source, wanted)}


def node(session: Session, level: int, place: int) -> bytes | None:
    """A perfect subtree as it is kept."""
    return session.execute(select(N.hash).where(N.level == level, N.place == place)).scalar()


def waiting(session: Session) -> int:
    """How many rows have no place in the log (yet)."""
    rows = sum(session.execute(select(func.count()).select_from(table)).scalar_one() for table in SOURCES.values())
    return rows - session.execute(select(func.count()).select_from(E)).scalar_one()


def overlooked(session: Session) -> list[tuple[str, int]]:
    """Rows without a place among those that the writer of the log has settled: they were put in afterwards."""
    found: list[tuple[str, int]] = []
    for source, table in SOURCES.items():
        row, entry = sql_table(table), sql_table(tables.LogEntry)
        settled = select(tables.LogPosition.settled).where(tables.LogPosition.source == source).scalar_subquery()
        placed = exists().where(entry.c.source == source, entry.c.seq == row.c.seq)
        wanted = select(row.c.seq).where(row.c.seq <= settled, ~placed).order_by(row.c.seq).limit(CHUNK)
        found.extend((source, seq) for seq in session.execute(wanted).scalars())
    return found
