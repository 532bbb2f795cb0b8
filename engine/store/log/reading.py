"""The log beside the rows that it is about: each entry with what its row hashes to now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.log.leaves import SOURCES, columns, hashes, rows, writer
from engine.store.rows import sql_table

E, N = sql_table(tables.LogEntry).c, sql_table(tables.LogNode).c
CHUNK = 4096
Now = tuple[bytes | None, str | None]
GONE: Now = (None, None)
#: The tables of the values that can be erased.
VALUES: dict[str, type[tables.Table]] = {"facts": tables.FactValues, "records": tables.RecordValues}


@dataclass(frozen=True)
class Stretch:
    """Neighbours in the log: for each its place, source, row's number and hash; then its row's hash and time today.

    Both are None where there is no such row. Times are ISO 8601, in UTC with microseconds.
    """

    entries: Sequence[tuple[int, str, int, bytes]]
    now: list[Now]

    def part(self, first: int, end: int) -> "Stretch":
        return self if end - first == len(self.entries) else Stretch(self.entries[first:end], self.now[first:end])

    @cached_property
    def hashes(self) -> list[bytes]:
        """What was logged, in the order of the log."""
        return [kept for _, _, _, kept in self.entries]

    def follows(self, place: int) -> bool:
        """Whether the first one is at this place, and each other one after the one before it."""
        return [entry[0] for entry in self.entries] == list(range(place, place + len(self.entries)))

    def unchanged(self, oldest: str) -> bool:
        """Whether every row is what was logged, and not older than this."""
        return self.hashes == [made for made, _ in self.now] and min(str(at) for _, at in self.now) >= oldest


def stretches(session: Session) -> Iterator[Stretch]:
    """Every entry in its order, a few thousand at a time."""
    after = -1
    wanted = select(E.place, E.source, E.seq, E.hash).order_by(E.place).limit(CHUNK)
    while entries := rows(session, wanted.where(E.place > after)):
        today = {
            source: rows_now(session, source, [entry[2] for entry in entries if entry[1] == source])
            for source in SOURCES
        }
        yield Stretch(entries, [today.get(source, {}).get(seq, GONE) for _, source, seq, _ in entries])
        after = entries[-1][0]


def rows_now(session: Session, source: str, numbers: list[int]) -> dict[int, Now]:
    """The hash and the time of each of these rows, as they are now."""
    if not numbers:
        return {}
    of = sql_table(SOURCES[source])
    wanted = select(*columns(source)).where(of.c.seq >= min(numbers), of.c.seq <= max(numbers))
    return {seq: (made, at) for seq, made, at in hashes(session, source, wanted)}


def nodes_kept(session: Session, level: int, first: int, count: int) -> dict[int, bytes]:
    """The perfect subtrees that are kept on this level, by their place, from `first` on."""
    wanted = select(N.place, N.hash).where(N.level == level, N.place >= first, N.place < first + count)
    return dict(rows(session, wanted))


def count_nodes(session: Session) -> int:
    """How many perfect subtrees are kept."""
    return session.execute(select(func.count()).select_from(tables.LogNode)).scalar_one()


def waiting(session: Session) -> int:
    """How many rows have no place in the log (yet)."""
    rows = sum(session.execute(select(func.count()).select_from(table)).scalar_one() for table in SOURCES.values())
    return rows - session.execute(select(func.count()).select_from(tables.LogEntry)).scalar_one()


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


Text = tuple[str | None, bytes | None, str | None]


def texts(session: Session, size: int) -> Iterator[tuple[bytes, str | None, bytes | None, str | None]]:
    """The first `size` entries in their order: what was logged; leaf (None: the row is gone), salt, values of today."""
    for first in range(0, size, CHUNK):
        wanted = select(E.source, E.seq, E.hash).where(E.place >= first, E.place < min(first + CHUNK, size))
        entries = rows(session, wanted.order_by(E.place))
        today: dict[tuple[str, int], Text] = {}
        for source in SOURCES:
            if numbers := [seq for of, seq, _ in entries if of == source]:
                found = told(session, source, min(numbers), max(numbers))
                today |= {(source, seq): (text, salt, content) for seq, text, salt, content in found}
        for source, seq, kept in entries:
            yield kept, *today.get((source, seq), (None, None, None))


def told(session: Session, source: str, first: int, last: int) -> Iterator[tuple[int, str, bytes | None, str | None]]:
    """The number, the leaf and the values of the rows from one number to another."""
    of, beside, write = sql_table(SOURCES[source]), sql_table(VALUES[source]), writer(source)
    joined = and_(*(beside.c[key.name] == of.c[key.name] for key in beside.primary_key))
    wanted = select(beside.c.salt, beside.c.content, *columns(source)).outerjoin_from(of, beside, joined)
    for salt, content, *row in rows(session, wanted.where(of.c.seq >= first, of.c.seq <= last)):
        yield row[-1], write(row[:-1]).decode(), None if salt is None else bytes(salt), content
