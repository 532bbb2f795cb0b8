"""Facts and records in one order of time, found by any mixture of what is known of them, in bounded steps.

However rare what is asked for is, one question looks at no more than `WINDOW` rows of each source, and hardly longer
than `PATIENCE`, along the index that leaves the fewest: where that was not enough for a page, the answer says up to
which moment it has looked. It looks at a few rows first, then at more: what is frequent is found without reading far.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, or_, select, true
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.facts import StoredFact
from engine.store.records import Record, read
from engine.store.rows import sql_table
from engine.store.stretches import FACTS, RECORDS, Position, Source, Stretch
from engine.store.ways import fewest, has_index, way

FV, RV = sql_table(tables.FactValues), sql_table(tables.RecordValues)
WINDOW = 20_000
#: Where the values, which are kept apart, have to be read too.
WINDOW_OF_VALUES = 4_000
FIRST_LOOK, GROWTH = 500, 4
#: Seconds for each source. A disk that has to be asked for every row is a hundred times as slow as memory.
PATIENCE = 0.08
#: By what only facts can be found.
ONLY_FACTS = ("process_id", "definition", "element_id", "decision", "outcome", "instance_id")
OF_FACTS = ("actor", "business_key", "process_id", "kind", "element_id")
OF_RECORDS = ("actor", "business_key", "kind", "subject")
DECIDED = "DecisionEvaluated"
READ = ("definition", "decision", "outcome", "text")  # no index has these: each row is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is known: from `since` on until just before `until`; what is empty does not matter.

    `decision` is a decision's id, `outcome` and `text` a part of what it gave, and of all that a row says.
    """

    since: datetime | None = None
    until: datetime | None = None
    source: Source = ""
    actor: str = ""
    business_key: str = ""
    process_id: str = ""
    definition: str = ""
    element_id: str = ""
    kind: str = ""
    decision: str = ""
    outcome: str = ""
    instance_id: str = ""
    subject: str = ""
    text: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Where there can be an answer."""
        facts = self.source != RECORDS and not self.subject
        recorded = self.source != FACTS and not any(getattr(self, name) for name in ONLY_FACTS)
        return (*((FACTS,) if facts else ()), *((RECORDS,) if recorded else ()))


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one source; `looked` is how far it was looked at, None where to the end."""

    rows: Sequence[StoredFact | Record]
    looked: Position | None


def position_of(row: StoredFact | Record) -> Position:
    return Position(row.at, FACTS if isinstance(row, StoredFact) else RECORDS, row.seq)


def traced(
    session: Session, asked: Filters, source: str, *, after: Position | None, limit: int, newest_first: bool
) -> Found:
    """Up to `limit` rows of `source` that follow the position `after`."""
    known, stretch = equal(asked, source), Stretch(source, asked.since, asked.until, after, newest_first)
    if source == FACTS and asked.instance_id:  # few enough to be looked at all
        inner = way(source, "instance_id", known.pop("instance_id")).rows(session, stretch)
        return Found(matching(session, asked, stretch, inner, known, limit), None)
    ways = [way(source, name, value) for name, value in known.items() if has_index(name, value)]
    if len(ways) > 1:
        # A row that has all of these values does not come before the first row that has one of them.
        starts = [first.at for one in ways if (first := one.nth(session, stretch, 1)) is not None]
        if len(starts) < len(ways):
            return Found((), None)
        stretch = replace(stretch, first=min(starts) if newest_first else max(starts))
    along = fewest(session, ways, stretch) or way(source)
    rest = {name: value for name, value in known.items() if name != along.name}
    all_fit = not rest and not any(getattr(asked, name) for name in READ)
    most = WINDOW_OF_VALUES if asked.text or asked.outcome else WINDOW
    size = limit if all_fit else min(FIRST_LOOK, most)
    found: list[StoredFact | Record] = []
    began = since = perf_counter()
    while True:
        last = along.nth(session, stretch, size)
        inner = along.rows(session, stretch, size, last)
        found += matching(session, asked, stretch, inner, rest, limit - len(found))
        if len(found) == limit or last is None:
            return Found(found, None)
        stretch, most = replace(stretch, after=last), most - size
        now = perf_counter()
        left = PATIENCE - (now - began)
        if most <= 0 or left < 0:
            return Found(found, last)
        size = min(size * GROWTH, most, max(FIRST_LOOK, int(size * left / (now - since))))
        since = now


def equal(asked: Filters, source: str) -> dict[str, str]:
    """The values that columns with an index shall have."""
    known = {name: getattr(asked, name) for name in (OF_FACTS if source == FACTS else OF_RECORDS)}
    if source == FACTS:
        known["instance_id"] = asked.instance_id
        known["process_id"] = asked.process_id or asked.definition.rpartition(":")[0]
        known["kind"] = asked.kind or (DECIDED if asked.decision or asked.outcome else "")
    return {name: value for name, value in known.items() if value}


def matching(
    session: Session, asked: Filters, stretch: Stretch, inner: FromClause, rest: Mapping[str, str], limit: int
) -> list[StoredFact | Record]:
    """The first of the rows `inner` that fulfil all other conditions, with their values."""
    facts = stretch.source == FACTS
    values: FromClause = FV if facts else RV
    same = ("instance_id", "number") if facts else ("seq",)
    joined: ColumnElement[bool] = and_(*(values.c[name] == inner.c[name] for name in same))
    if session.connection().dialect.name == "postgresql":
        # One by one (OFFSET 0 leaves no other way): PostgreSQL overestimates the rows, and then reads all values.
        values, joined = select(values.c.content).where(joined).correlate(inner).offset(0).lateral(), true()
    here = [*(inner.c[name] == value for name, value in rest.items()), *told(asked, inner, values.c.content)]
    names = [name for name in StoredFact.__slots__ if name != "values"] if facts else inner.c.keys()
    wanted: Select[Any] = select(*(inner.c[name] for name in names), values.c.content)
    wanted = wanted.select_from(inner.outerjoin(values, joined)).where(*here).order_by(*stretch.order(inner))
    rows = session.execute(wanted.limit(limit))
    return [StoredFact(*row) for row in rows] if facts else [read(row, row.content) for row in rows]


def told(asked: Filters, inner: FromClause, content: ColumnElement[str]) -> Iterator[ColumnElement[bool]]:
    """What is asked of the text of a row."""
    if asked.definition:
        yield inner.c.definition == asked.definition
    if asked.decision:
        yield inner.c.data.contains(f'"decision":"{asked.decision}"', autoescape=True)
    if asked.outcome:
        yield content.icontains(asked.outcome, autoescape=True)
    if asked.text:
        others = [inner.c[name] for name in ("reason", "subject") if name in inner.c]
        yield or_(*(column.icontains(asked.text, autoescape=True) for column in (inner.c.data, content, *others)))
