"""Facts and records in one order of time, found by any mixture of what is known of them, in bounded steps.

However rare what is asked for is, one question looks at no more than `WINDOW` rows of each source, and hardly longer
than `PATIENCE`, along the index that leaves the fewest: where that was not enough for a page, the answer says up to
which moment it has looked. It looks at a few rows first, then at more: what is frequent is found without reading far.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from engine.store import tables
from engine.store.facts import StoredFact
from engine.store.records import Record, read
from engine.store.tables.facts import FREQUENT, KEYED, RARE

F, FV, R, RV = tables.Fact, tables.FactValues, tables.Record, tables.RecordValues
WINDOW = 20_000
#: Where the values, which are kept apart, have to be read too.
WINDOW_OF_VALUES = 4_000
FIRST_LOOK, GROWTH = 500, 4
#: Seconds for each source. A disk that has to be asked for every row is a hundred times as slow as memory.
PATIENCE = 0.08
#: By so many rows it is judged which index leaves the fewest.
SAMPLE = 500
FACTS, RECORDS = "facts", "records"
Source = Literal["facts", "records", ""]
#: By what only facts can be found.
ONLY_FACTS = ("process_id", "definition", "element_id", "decision", "outcome", "instance_id")
OF_FACTS = ("actor", "business_key", "process_id", "kind", "element_id")
OF_RECORDS = ("actor", "business_key", "kind", "subject")
DECIDED = "DecisionEvaluated"
READ = ("definition", "decision", "outcome", "text")  # no index has these: each row is looked at
BEFORE_ALL, AFTER_ALL = -1, 1 << 62


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


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the order of the trace: time first, then source, then number."""

    at: datetime
    source: str
    seq: int


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
    table: Any = F if source == FACTS else R
    known, times = equal(asked, source), bounds(table, asked, source, after, newest_first)
    ways = {name: reached(table, name, value) for name, value in known.items() if has_index(name, value)}
    if source == FACTS and asked.instance_id:  # few enough to be looked at all
        rest = {name: value for name, value in known.items() if name != "instance_id"}
        inner = aliased(table, select(table).where(*ways["instance_id"], *times).subquery())
        return Found(matching(session, asked, source, inner, rest, limit, newest_first), None)
    if len(ways) > 1:
        # A row that has all of these values does not come before the first row that has one of them.
        firsts = [nth(session, table, near, times, newest_first, 0) for near in ways.values()]
        starts = [at for at in firsts if at is not None]
        if len(starts) < len(ways):
            return Found((), None)
        times = [*times, table.at <= min(starts) if newest_first else table.at >= max(starts)]
    along = fewest(session, table, ways, times, newest_first)
    near, rest = ways.get(along, []), {name: value for name, value in known.items() if name != along}
    most = WINDOW_OF_VALUES if asked.text or asked.outcome else WINDOW
    size = min(FIRST_LOOK, most)
    if not rest and not any(getattr(asked, name) for name in READ):
        size = most = limit
    found: list[StoredFact | Record] = []
    began = since = perf_counter()
    while True:
        seek = select(table).where(*near, *times).order_by(*order(table, newest_first))
        inner = aliased(table, seek.limit(size).subquery())
        found += matching(session, asked, source, inner, rest, limit - len(found), newest_first)
        if len(found) == limit:
            return Found(found, None)
        last = session.execute(seek.with_only_columns(table.at, table.seq).offset(size - 1).limit(1)).one_or_none()
        if last is None:
            return Found(found, None)
        after, most = Position(last.at, source, last.seq), most - size
        now = perf_counter()
        left = PATIENCE - (now - began)
        if not most or left < 0:
            return Found(found, after)
        size = min(size * GROWTH, most, max(FIRST_LOOK, int(size * left / (now - since))))
        times, since = bounds(table, asked, source, after, newest_first), now


def order(table: Any, newest_first: bool) -> list[ColumnElement[Any]]:
    return [column.desc() if newest_first else column.asc() for column in (table.at, table.seq)]


def equal(asked: Filters, source: str) -> dict[str, str]:
    """The values that columns with an index shall have."""
    known = {name: getattr(asked, name) for name in (OF_FACTS if source == FACTS else OF_RECORDS)}
    if source == FACTS:
        known["instance_id"] = asked.instance_id
        known["process_id"] = asked.process_id or asked.definition.rpartition(":")[0]
        known["kind"] = asked.kind or (DECIDED if asked.decision or asked.outcome else "")
    return {name: value for name, value in known.items() if value}


def has_index(name: str, value: str) -> bool:
    """Whether the index of the column has the rows with this value."""
    return name != "kind" or value not in FREQUENT


def reached(table: Any, name: str, value: str) -> list[Any]:
    """The condition, with what the databases must read to see that an index of some of the facts has all of these."""
    some = {"kind": [RARE], "business_key": [KEYED]}.get(name, []) if table is F else []
    return [getattr(table, name) == value, *some]


def bounds(
    table: Any, asked: Filters, source: str, after: Position | None, newest_first: bool
) -> list[ColumnElement[bool]]:
    found = []
    if asked.since is not None:
        found.append(table.at >= asked.since)
    if asked.until is not None:
        found.append(table.at < asked.until)
    if after is not None:
        # `after` may be a row of the other source: at one moment, facts stand before records.
        here = after.seq if after.source == source else BEFORE_ALL if source > after.source else AFTER_ALL
        place, mark = tuple_(table.at, table.seq), tuple_(literal(after.at, table.at.type), literal(here))
        found.append(place < mark if newest_first else place > mark)
    return found


def fewest(
    session: Session, table: Any, ways: Mapping[str, list[Any]], times: list[ColumnElement[bool]], newest_first: bool
) -> str:
    """The column by which the fewest rows are left: of which the `SAMPLE`th lies the farthest away, or isn't there.

    Empty where no column has an index for what is asked.
    """
    if len(ways) < 2:
        return next(iter(ways), "")
    reach = {name: nth(session, table, near, times, newest_first, SAMPLE - 1) for name, near in ways.items()}
    few = next((name for name, at in reach.items() if at is None), "")
    known = {name: at for name, at in reach.items() if at is not None}
    return few or (min if newest_first else max)(known, key=known.__getitem__)


def nth(
    session: Session, table: Any, near: list[Any], times: list[ColumnElement[bool]], newest_first: bool, number: int
) -> datetime | None:
    """The time of the row that follows `number` others along an index; None where there is none."""
    wanted = select(table.at).where(*near, *times).order_by(*order(table, newest_first)).offset(number).limit(1)
    return session.execute(wanted).scalar_one_or_none()


def matching(
    session: Session, asked: Filters, source: str, inner: Any, rest: Mapping[str, str], limit: int, newest_first: bool
) -> list[StoredFact | Record]:
    """Those of the rows `inner` that fulfil all other conditions, with their values."""
    here = [*(getattr(inner, name) == value for name, value in rest.items()), *told(asked, source, inner)]
    if source == FACTS:
        names = [name for name in StoredFact.__slots__ if name != "values"]
        joined = and_(FV.instance_id == inner.instance_id, FV.number == inner.number)
        columns = (getattr(inner, name) for name in names)
        facts: Select[Any] = select(*columns, FV.content).outerjoin(FV, joined).where(*here)
        return [StoredFact(*row) for row in session.execute(facts.order_by(*order(inner, newest_first)).limit(limit))]
    rows: Select[Any] = select(inner, RV.content).outerjoin(RV, RV.seq == inner.seq).where(*here)
    found: Iterator[Any] = iter(session.execute(rows.order_by(*order(inner, newest_first)).limit(limit)))
    return [read(row, content) for row, content in found]


def told(asked: Filters, source: str, inner: Any) -> Iterator[ColumnElement[bool]]:
    """What is asked of the text of a row."""
    content = FV.content if source == FACTS else RV.content
    if asked.definition:
        yield inner.definition == asked.definition
    if asked.decision:
        yield inner.data.contains(f'"decision":"{asked.decision}"', autoescape=True)
    if asked.outcome:
        yield content.icontains(asked.outcome, autoescape=True)
    if asked.text:
        others = (inner.reason, inner.subject) if source == RECORDS else ()
        yield or_(*(column.icontains(asked.text, autoescape=True) for column in (inner.data, content, *others)))
