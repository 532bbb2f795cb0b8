"""The inbox, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.store import tables
from engine.store.audiences import audiences_with
from engine.store.database import Database
from engine.store.loading import NEWEST, Record, load, record_of
from engine.store.paging import Page, from_text, page_of, within
from engine.store.projections import END_OF_TIME
from engine.store.rows import sql_table
from engine.store.statements import Prepared

W = tables.WorkItem
Scope = Literal["mine", "groups", "all"]
Status = Literal["open", "completed", "cancelled"]


@dataclass(frozen=True, slots=True)
class WorkItemRow:
    """A work item. `completed_at` and `completed_by` also say when and by whom a cancelled one was cancelled."""

    instance_id: str
    key: int
    element_id: str
    name: str
    process_id: str
    definition: str
    business_key: str
    assignee: str
    assigned_at: datetime | None
    candidate_groups: tuple[str, ...]
    candidate_users: tuple[str, ...]
    form: str
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int
    created_at: datetime
    completed_at: datetime | None
    completed_by: str
    status: str
    reason: str
    skills: tuple[str, ...]
    language: str
    continuity: str
    due_working_days: int | None
    area: str
    wait_working_days: int | None
    remind_working_days: int | None
    escalate_working_days: int | None
    reassign_working_days: int | None
    on_behalf_of: str
    reminded_at: datetime | None
    escalated_at: datetime | None
    escalated_to: tuple[str, ...]
    escalation: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What an inbox shows at its head: `overdue` are those of `mine` whose due date has passed."""

    mine: int
    groups: int
    overdue: int


LISTS = ("candidate_groups", "candidate_users", "skills", "escalated_to")
PLACES_OF_LISTS = tuple(WorkItemRow.__slots__.index(name) for name in LISTS)
COLUMNS = tuple(getattr(W, name) for name in WorkItemRow.__slots__)
SELECT = select(*COLUMNS)
#: The same on a connection, without the work that a session does for each statement.
T, N = sql_table(tables.WorkItem), sql_table(tables.Instance)
PLAIN = tuple(T.c[name] for name in WorkItemRow.__slots__)
HERE = and_(T.c.instance_id == bindparam("instance_id"), T.c.key == bindparam("key"))
ONE = Prepared(select(*PLAIN).where(HERE))
SEEN = N.alias()
LOCKED = Prepared(
    select(N.c.business_key, N.c.facts, N.c.state, NEWEST, SEEN.c.facts.label("seen"), *PLAIN)
    .join_from(T, N, N.c.id == T.c.instance_id)
    .join(SEEN, SEEN.c.id == T.c.instance_id)
    .where(HERE)
    .with_for_update(of=N)
)
#: In the statement's text, not as a parameter: only so do the databases see that a partial index holds all of them.
OPEN = W.status == literal_column("'open'")
FREE = and_(OPEN, W.assignee == literal_column("''"))


def page(
    database: Database,
    *,
    account: str | None = None,
    groups: Sequence[str] = (),
    scope: Scope = "mine",
    state: Status = "open",
    process_id: str | None = None,
    overdue: datetime | None = None,
    text: str = "",
    business_key: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[WorkItemRow]:
    """A page of work items, those due first at the top.

    `scope`: `mine` are held by `account`; `groups` are held by nobody and open to `account` or one of `groups`; `all`
    are everybody's. `overdue`: only those due before this time. `text` is looked for in names and business keys.
    Raises `Invalid`.
    """
    wanted: list[ColumnElement[bool]] = [OPEN if state == "open" else W.status == state]
    if process_id is not None:
        wanted.append(W.process_id == process_id)
    if business_key is not None:
        wanted.append(W.business_key == business_key)
    if overdue is not None:
        wanted.append(W.sort_at < overdue)
    if text:
        wanted.append(or_(W.name.icontains(text, autoescape=True), W.business_key.startswith(text, autoescape=True)))
    if after is not None:
        wanted.append(tuple_(W.sort_at, W.instance_id, W.key) > from_text(after, datetime, str, int))
    with database.reading() as session:
        if scope == "groups":
            found = first_of(session, wanted, audiences_with(session, account, groups), within(limit) + 1)
        else:
            if scope == "mine":
                wanted.append(W.assignee == (account or ""))
            found = rows(session, in_order(SELECT.where(*wanted), within(limit) + 1))
    return page_of(found, limit, position)


ORDER = ("sort_at", "instance_id", "key")


def in_order(wanted: Select[Any], limit: int) -> Select[Any]:
    return wanted.order_by(*(getattr(W, name) for name in ORDER)).limit(limit)


def first_of(
    session: Session, conditions: Sequence[ColumnElement[bool]], audiences: Sequence[str], limit: int
) -> list[WorkItemRow]:
    """The first of the wanted items that nobody holds and one of these audiences may take.

    Of each audience the first ones are taken by its index, in its order; all of an audience are never looked at.
    """
    free = (W.assignee == literal_column("''"), *conditions)
    places = [getattr(W, name) for name in ORDER]
    if session.connection().dialect.name == "postgresql":
        each = unnested(audiences)
        own_first = select(*places).where(W.audience == each.c.audience, *free, *latest(audiences, free, limit))
        own = in_order(own_first, limit).lateral()
        order = [own.c[name] for name in ORDER]
        chosen = select(*order).select_from(each.join(own, true())).order_by(*order).limit(limit).subquery()
        same = and_(W.instance_id == chosen.c.instance_id, W.key == chosen.c.key)
        return rows(session, in_order(SELECT.join(chosen, same), limit))
    # SQLite has no LATERAL, and no round trips to save.
    found = [
        tuple(place)
        for audience in audiences
        for place in session.execute(in_order(select(*places).where(W.audience == audience, *free), limit))
    ]
    keys = [(instance_id, key) for _, instance_id, key in sorted(found)[:limit]]
    if not keys:
        return []
    return rows(session, in_order(SELECT.where(tuple_(W.instance_id, W.key).in_(keys)), limit))


def unnested(audiences: Sequence[str]) -> Subquery:
    return select(func.unnest(cast(list(audiences), ARRAY(Text))).label("audience")).subquery()


def latest(audiences: Sequence[str], free: Sequence[ColumnElement[bool]], limit: int) -> Sequence[ColumnElement[bool]]:
    """When the last of the page is due at the latest: so much lies on the top of all audiences together.

    Without it, as many as the page has would be taken from each audience; of a hundred audiences that is a lot.
    """
    top = -(-4 * limit // max(1, len(audiences)))
    if top >= limit:
        return ()
    each = unnested(audiences)
    tops = in_order(select(W.sort_at).where(W.audience == each.c.audience, *free), top).lateral()
    page_full = select(tops.c.sort_at).select_from(each.join(tops, true())).order_by(tops.c.sort_at)
    last = page_full.offset(limit - 1).limit(1).scalar_subquery()
    return (W.sort_at <= func.coalesce(last, END_OF_TIME),)


def one(database: Database, instance_id: str, key: int) -> WorkItemRow:
    """The work item, in whatever state. Raises `NotFound`."""
    with database.reading() as session:
        return item_of(session, instance_id, key)


def counts(database: Database, account: str, groups: Sequence[str], now: datetime | None = None) -> Counts:
    """How many open work items `account` holds, could take, and holds overdue at `now`."""
    late = case((W.sort_at < now, 1)) if now else null()
    held = select(func.count(), func.count(late)).where(OPEN, W.assignee == account)
    with database.reading() as session:
        mine, overdue = session.execute(held).one()
        audiences = audiences_with(session, account, groups)
        open_to = select(func.count()).where(FREE, W.audience.in_(audiences))
        return Counts(mine, session.execute(open_to).scalar_one() if audiences else 0, overdue)


def item_of(session: Session, instance_id: str, key: int) -> WorkItemRow:
    """The work item, inside a transaction. Raises `NotFound`."""
    found = ONE.rows(session.connection(), {"instance_id": instance_id, "key": key})
    if not found:
        raise NotFound(f"There is no work item {key} in the instance {instance_id}.")
    return item_in(found[0])


def locked(session: Session, instance_id: str, key: int) -> tuple[Record, WorkItemRow]:
    """The instance, locked, and its work item, in whatever state. Raises `NotFound`.

    PostgreSQL, when it had to wait for the lock, gives the newest row of what it locks but the older ones of all else:
    an instance that has other facts than the same one not locked was changed meanwhile, and its item is read again.
    """
    found = LOCKED.rows(session.connection(), {"instance_id": instance_id, "key": key})
    if not found:
        return load(session, instance_id), item_of(session, instance_id, key)
    business_key, facts, state, newest, seen, *columns = found[0]
    record = record_of(instance_id, business_key, facts, state, newest)
    return record, item_in(columns) if facts == seen else item_of(session, instance_id, key)


def item_in(columns: Sequence[Any]) -> WorkItemRow:
    values = list(columns)
    for place in PLACES_OF_LISTS:
        values[place] = tuple(values[place])
    return WorkItemRow(*values)


def rows(session: Session, wanted: Select[Any]) -> list[WorkItemRow]:
    return [item_in(row) for row in session.execute(wanted)]


def position(item: WorkItemRow) -> tuple[datetime, str, int]:
    return item.due_at or END_OF_TIME, item.instance_id, item.key
