"""Work that is done, as an auditor asks for it: late, by substitutes, two steps by one person, after a modification."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, and_, literal, select, text, tuple_
from sqlalchemy.orm import Session, aliased

from engine.store import tables
from engine.store.facts import COLUMNS, StoredFact
from engine.store.tables.facts import BY_HAND_POSTGRES, BY_HAND_SQLITE, RARE

W, F = tables.WorkItem, tables.Fact
WINDOW = 5_000
DONE = "completed"
LAST_KEY = 1 << 62
MODIFIED = ("InstanceModified", "InstanceMigrated")
#: As the partial indexes say it: with the very same words they can be used.
LATE = text("work_items.completed_at > work_items.due_at")
SUBSTITUTED = text("work_items.status = 'completed' AND work_items.on_behalf_of <> ''")


@dataclass(frozen=True, slots=True)
class Done:
    """A work item that somebody completed."""

    instance_id: str
    key: int
    process_id: str
    definition: str
    element_id: str
    name: str
    business_key: str
    completed_by: str
    on_behalf_of: str
    completed_at: datetime
    due_at: datetime | None


FIELDS = tuple(Done.__slots__)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two steps of one instance that the same person did."""

    first: Done
    second: Done


@dataclass(frozen=True, slots=True)
class Looked:
    """Rows, and the place up to which was looked; None: to the end."""

    rows: Sequence[Any]
    after: tuple[Any, ...] | None


def late(
    session: Session, *, since: datetime | None, until: datetime | None, after: tuple[Any, ...] | None, limit: int
) -> Looked:
    """What was done after it was due, the newest first."""
    return newest(session, select(*columns(W)).where(LATE, W.status == DONE), since, until, after, limit)


def substituted(
    session: Session, *, since: datetime | None, until: datetime | None, after: tuple[Any, ...] | None, limit: int
) -> Looked:
    """What was done on behalf of somebody else, the newest first."""
    return newest(session, select(*columns(W)).where(SUBSTITUTED), since, until, after, limit)


def newest(
    session: Session,
    wanted: Select[Any],
    since: datetime | None,
    until: datetime | None,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Looked:
    if since is not None:
        wanted = wanted.where(W.completed_at >= since)
    if until is not None:
        wanted = wanted.where(W.completed_at < until)
    if after is not None:
        place = tuple_(W.completed_at, W.instance_id, W.key)
        wanted = wanted.where(
            place < tuple_(literal(after[0], W.completed_at.type), literal(after[1]), literal(after[2]))
        )
    ordered = wanted.order_by(W.completed_at.desc(), W.instance_id.desc(), W.key.desc()).limit(limit + 1)
    rows = [Done(*row) for row in session.execute(ordered)]
    last = rows[limit - 1] if len(rows) > limit else None
    return Looked(rows[:limit], None if last is None else (last.completed_at, last.instance_id, last.key))


def same_person(session: Session, first: str, second: str, *, after: tuple[Any, ...] | None, limit: int) -> Looked:
    """Instances in which one person completed both elements, by person; up to `WINDOW` of the first are looked at."""
    index = (W.completed_by, W.instance_id, W.key)
    some = select(*index).where(W.element_id == first, W.completed_by != "").order_by(*index).limit(WINDOW)
    if after is not None:
        some = some.where(tuple_(*index) >= tuple_(*(literal(part) for part in after[:3])))
    window, a, b = some.subquery(), aliased(W), aliased(W)
    here = (b.element_id == second) & (b.completed_by == window.c.completed_by)
    wanted = (
        select(*columns(a), *columns(b))
        .select_from(window)
        .join(b, here & (b.instance_id == window.c.instance_id) & (b.status == DONE))
        .join(a, (a.instance_id == window.c.instance_id) & (a.key == window.c.key) & (a.status == DONE))
        .where(a.key != b.key, *beyond(window, b, after))
        .order_by(window.c.completed_by, window.c.instance_id, window.c.key, b.key)
        .limit(limit + 1)
    )
    size = len(FIELDS)
    pairs = [Pair(Done(*row[:size]), Done(*row[size:])) for row in session.execute(wanted)]
    if len(pairs) > limit:
        return Looked(pairs[:limit], place_of(pairs[limit - 1]))
    end = session.execute(select(*window.c).order_by(*window.c).offset(WINDOW - 1).limit(1)).one_or_none()
    return Looked(pairs, None if end is None else (*end, LAST_KEY))


def place_of(pair: Pair) -> tuple[Any, ...]:
    return (pair.first.completed_by, pair.first.instance_id, pair.first.key, pair.second.key)


def beyond(window: Any, b: Any, after: tuple[Any, ...] | None) -> list[Any]:
    if after is None:
        return []
    place = tuple_(window.c.completed_by, window.c.instance_id, window.c.key, b.key)
    return [place > tuple_(*(literal(part) for part in after))]


def after_modification(
    session: Session, *, since: datetime | None, until: datetime | None, after: tuple[Any, ...] | None, limit: int
) -> Looked:
    """What somebody changed by hand, the newest first, each with the work that was done in the instance after it.

    That is modifications, migrations, and variables that somebody set with a reason.
    """
    facts: list[StoredFact] = []
    for which in by_hand(session):  # one look along an index for each
        wanted: Select[Any] = select(*COLUMNS, literal(None)).where(which)
        if since is not None:
            wanted = wanted.where(F.at >= since)
        if until is not None:
            wanted = wanted.where(F.at < until)
        if after is not None:
            wanted = wanted.where(tuple_(F.at, F.seq) < tuple_(literal(after[0], F.at.type), literal(after[1])))
        found = session.execute(wanted.order_by(F.at.desc(), F.seq.desc()).limit(limit + 1))
        facts += [StoredFact(*row) for row in found]
    facts.sort(key=lambda fact: (fact.at, fact.seq), reverse=True)
    done = done_in(session, {fact.instance_id for fact in facts[:limit]})
    rows = [
        (fact, [one for one in done.get(fact.instance_id, ()) if one.completed_at >= fact.at]) for fact in facts[:limit]
    ]
    last = facts[limit - 1] if len(facts) > limit else None
    return Looked(rows, None if last is None else (last.at, last.seq))


def by_hand(session: Session) -> list[ColumnElement[bool] | TextClause]:
    """What tells a change by hand from what the engine does by itself."""
    server = session.connection().dialect.name == "postgresql"
    return [*(and_(F.kind == kind, RARE) for kind in MODIFIED), BY_HAND_POSTGRES if server else BY_HAND_SQLITE]


def done_in(session: Session, instances: Collection[str]) -> dict[str, list[Done]]:
    """The work that was done in these instances, in the order of time."""
    wanted = select(*columns(W)).where(W.instance_id.in_(sorted(instances)), W.status == DONE)
    found: dict[str, list[Done]] = {}
    for row in session.execute(wanted.order_by(W.completed_at, W.key)):
        done = Done(*row)
        found.setdefault(done.instance_id, []).append(done)
    return found


def columns(of: Any) -> list[Any]:
    return [getattr(of, name) for name in FIELDS]
