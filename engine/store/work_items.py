"""The inbox, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.store import tables, work_lists
from engine.store.audiences import belongs
from engine.store.database import Database
from engine.store.loading import NEWEST, Record, load, record_of
from engine.store.paging import Page, from_text, page_of, within
from engine.store.projections import END_OF_TIME
from engine.store.rows import sql_table
from engine.store.statements import Prepared
from engine.store.work_lists import AFTER, HOW_MANY_HELD, Asked, Scope

W = tables.WorkItem
Status = Literal["open", "completed", "cancelled"]
Place = tuple[str, int]  # an instance and a key in it


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
ONE = work_lists.one(WorkItemRow.__slots__)
SEEN = N.alias()
WITH_INSTANCE = (
    select(N.c.business_key, N.c.facts, N.c.state, NEWEST, SEEN.c.facts.label("seen"), *PLAIN)
    .join_from(T, N, N.c.id == T.c.instance_id)
    .join(SEEN, SEEN.c.id == T.c.instance_id)
)
LOCKED = Prepared(WITH_INSTANCE.where(HERE).with_for_update(of=N))


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
    values: dict[str, Any] = {} if state == "open" else {"status": state}
    values |= {"account": account or ""} if scope != "all" else {}
    wanted = {"process_id": process_id, "business_key": business_key, "overdue": overdue}
    values |= {name: value for name, value in wanted.items() if value is not None}
    if text:
        values |= {"inside": f"%{escaped(text)}%", "begins": f"{escaped(text)}%"}
    if after is not None:
        values |= dict(zip(AFTER, from_text(after, datetime, str, int), strict=True))
    asked = Asked(scope, frozenset(values), within(limit) + 1, WorkItemRow.__slots__)
    with database.reading() as session:
        found = [item_in(row) for row in work_lists.found(session.connection(), asked, values, groups)]
    return page_of(found, limit, position)


def escaped(text: str) -> str:
    """Text as LIKE finds it, with `/` before what would mean something there."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


def one(database: Database, instance_id: str, key: int) -> WorkItemRow:
    """The work item, in whatever state. Raises `NotFound`."""
    with database.reading() as session:
        return item_of(session, instance_id, key)


def counts(database: Database, account: str, groups: Sequence[str], *, now: datetime) -> Counts:
    """How many open work items `account` holds, could take, and holds overdue at `now`."""
    values = belongs(account, groups) | {"now": now}
    with database.reading() as session:
        ((mine, overdue, open_to),) = work_lists.how_many(len(groups)).rows(session.connection(), values)
    return Counts(mine, int(open_to), overdue)


def held(database: Database, account: str) -> int:
    """How many open work items `account` holds."""
    with database.reading() as session:
        ((number,),) = HOW_MANY_HELD.rows(session.connection(), {"account": account})
    return int(number)


def item_of(session: Session, instance_id: str, key: int) -> WorkItemRow:
    """The work item, inside a transaction. Raises `NotFound`."""
    found = ONE.rows(session.connection(), {"instance_id": instance_id, "key": key})
    if not found:
        raise NotFound(f"There is no work item {key} in the instance {instance_id}.")
    return item_in(found[0])


def locked(session: Session, instance_id: str, key: int) -> tuple[Record, WorkItemRow]:
    """The instance, locked, and its work item, in whatever state. Raises `NotFound`."""
    for row in LOCKED.rows(session.connection(), {"instance_id": instance_id, "key": key}):
        record, item, same = in_hand(row)
        return record, item if same else item_of(session, instance_id, key)
    return load(session, instance_id), item_of(session, instance_id, key)


def locked_free(session: Session, places: Sequence[Place]) -> dict[Place, tuple[Record, WorkItemRow]]:
    """The same of several, by instance and key, without those whose instance somebody else is changing just now."""
    values: dict[str, Any] = {}
    for number, (instance_id, key) in enumerate(places):
        values |= {f"instance_{number}": instance_id, f"key_{number}": key}
    found = [in_hand(row) for row in free(len(places)).rows(session.connection(), values)]
    return {(record.id, item.key): (record, item) for record, item, same in found if same}


@cache
def free(places: int) -> Prepared:
    pairs: list[tuple[Any, Any]] = [
        (bindparam(f"instance_{number}"), bindparam(f"key_{number}")) for number in range(places)
    ]
    here = or_(*[and_(T.c.instance_id == instance_id, T.c.key == key) for instance_id, key in pairs])
    return Prepared(WITH_INSTANCE.where(here).with_for_update(of=N, skip_locked=True))


def in_hand(row: Sequence[Any]) -> tuple[Record, WorkItemRow, bool]:
    """An instance and its item, and whether they are of the same moment.

    PostgreSQL, when it had to wait for the lock, gives the newest row of what it locks but the older ones of all else:
    an instance that has other facts than the same one not locked was changed meanwhile, and its item is read again.
    """
    business_key, facts, state, newest, seen, *columns = row
    item = item_in(columns)
    return record_of(item.instance_id, business_key, facts, state, newest), item, facts == seen


def item_in(columns: Sequence[Any]) -> WorkItemRow:
    values = list(columns)
    for place in PLACES_OF_LISTS:
        values[place] = tuple(values[place])
    return WorkItemRow(*values)


def rows(session: Session, wanted: Select[Any]) -> list[WorkItemRow]:
    return [item_in(row) for row in session.execute(wanted)]


def position(item: WorkItemRow) -> tuple[datetime, str, int]:
    return item.due_at or END_OF_TIME, item.instance_id, item.key
