"""The inbox, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, null, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.store import tables
from engine.store.database import Database
from engine.store.paging import Page, from_text, page_of, within
from engine.store.projections import END_OF_TIME

W, C = tables.WorkItem, tables.Candidate
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


@dataclass(frozen=True, slots=True)
class Counts:
    """What an inbox shows at its head: `overdue` are those of `mine` whose due date has passed."""

    mine: int
    groups: int
    overdue: int


LISTS = ("candidate_groups", "candidate_users", "skills")
COLUMNS = tuple(getattr(W, name) for name in WorkItemRow.__slots__)
SELECT = select(*COLUMNS)


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
    wanted = SELECT.where(W.status == state, in_scope(scope, account, groups))
    if process_id is not None:
        wanted = wanted.where(W.process_id == process_id)
    if business_key is not None:
        wanted = wanted.where(W.business_key == business_key)
    if overdue is not None:
        wanted = wanted.where(W.sort_at < overdue)
    if text:
        wanted = wanted.where(
            or_(W.name.icontains(text, autoescape=True), W.business_key.startswith(text, autoescape=True))
        )
    if after is not None:
        wanted = wanted.where(tuple_(W.sort_at, W.instance_id, W.key) > from_text(after, datetime, str, int))
    ordered = wanted.order_by(W.sort_at, W.instance_id, W.key).limit(within(limit) + 1)
    with database.reading() as session:
        return page_of(rows(session, ordered), limit, position)


def one(database: Database, instance_id: str, key: int) -> WorkItemRow:
    """The work item, in whatever state. Raises `NotFound`."""
    with database.reading() as session:
        return item_of(session, instance_id, key)


def counts(database: Database, account: str, groups: Sequence[str], now: datetime | None = None) -> Counts:
    """How many open work items `account` holds, could take, and holds overdue at `now`."""
    late = case((W.sort_at < now, 1)) if now else null()
    held = select(func.count(), func.count(late))
    with database.reading() as session:
        mine, overdue = session.execute(
            held.select_from(W).where(W.status == "open", in_scope("mine", account, ()))
        ).one()
        open_to = select(func.count()).select_from(W).where(W.status == "open", in_scope("groups", account, groups))
        return Counts(mine, session.execute(open_to).scalar_one(), overdue)


def item_of(session: Session, instance_id: str, key: int) -> WorkItemRow:
    """The work item, inside a transaction. Raises `NotFound`."""
    found = rows(session, SELECT.where(W.instance_id == instance_id, W.key == key))
    if not found:
        raise NotFound(f"There is no work item {key} in the instance {instance_id}.")
    return found[0]


def in_scope(scope: Scope, account: str | None, groups: Sequence[str]) -> ColumnElement[bool]:
    match scope:
        case "mine":
            return W.assignee == (account or "")
        case "groups":
            by_name = or_(and_(C.kind == "group", C.name.in_(list(groups))), and_(C.kind == "user", C.name == account))
            mine = exists().where(C.instance_id == W.instance_id, C.key == W.key, by_name)
            return and_(W.assignee == "", mine)
        case "all":
            return W.instance_id == W.instance_id


def rows(session: Session, wanted: Select[Any]) -> list[WorkItemRow]:
    found = session.execute(wanted).mappings()
    return [WorkItemRow(**row | {name: tuple(row[name]) for name in LISTS}) for row in map(dict, found)]


def position(item: WorkItemRow) -> tuple[datetime, str, int]:
    return item.due_at or END_OF_TIME, item.instance_id, item.key
