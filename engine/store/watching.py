"""Open jobs and armed timers, read by whoever watches over them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, literal_column, select, tuple_
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.beginnings import begins, of_instances
from engine.store.database import Database
from engine.store.gauges import MOST, stopped_jobs, triable_by
from engine.store.paging import Page, from_text, page_of, within
from engine.store.suspended import is_suspended

J, T = tables.Job, tables.Timer


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job that will be tried. `sentence`: why the last try failed; `locked_by`: who has it until `locked_until`."""

    instance_id: str
    key: int
    type: str
    element_id: str
    process_id: str
    business_key: str
    retries: int
    run_at: datetime
    sentence: str
    locked_by: str
    locked_until: datetime | None
    suspended: bool

    def state(self, now: datetime) -> str:
        """suspended · running · failed (and tried again later) · waiting"""
        if self.locked_until is not None and self.locked_until > now:
            return "running"
        if self.suspended:
            return "suspended"
        return "failed" if self.sentence else "waiting"


@dataclass(frozen=True, slots=True)
class TimerRow:
    instance_id: str
    key: int
    due: datetime
    element_id: str
    process_id: str
    business_key: str
    suspended: bool


@dataclass(frozen=True, slots=True)
class JobCounts:
    """How many jobs wait for a worker, are with one, wait for their next try, and have none left.

    Not `complete`: there are so many that only those to be done first, and the oldest incidents, were counted.
    """

    waiting: int
    running: int
    failed: int
    stopped: int
    complete: bool


def jobs(
    database: Database,
    *,
    process_id: str | None = None,
    type: str | None = None,
    text: str = "",
    after: str | None = None,
    limit: int = 50,
) -> Page[JobRow]:
    """A page of the jobs that have tries left, those to be run first at the top. Raises `Invalid`.

    `text` is the beginning of the instance's id or business key.
    """
    columns = [getattr(J, name) for name in JobRow.__slots__ if name != "suspended"]
    position = (J.run_at, J.instance_id, J.key)
    wanted = select(*columns, is_suspended(J.instance_id)).where(J.retries > 0)
    for column, value in ((J.process_id, process_id), (J.type, type)):
        if value is not None:
            wanted = wanted.where(column == value)
    if after is not None:
        wanted = wanted.where(tuple_(*position) > from_text(after, datetime, str, int))
    ordered = wanted.order_by(*position).limit(within(limit) + 1)
    with database.reading() as session:
        if text:
            ordered = ordered.where(of_instance(session, J, text))
        found = [JobRow(*tuple(row)) for row in session.execute(ordered)]
    return page_of(found, limit, lambda row: (row.run_at, row.instance_id, row.key))


def job_counts(database: Database, now: datetime, most: int = MOST) -> JobCounts:
    """Counted over indexes, and no further than `most`: nobody shall wait for the exact number of very many."""
    state = case((J.locked_until > now, "running"), (J.sentence != literal_column("''"), "failed"), else_="waiting")
    with database.reading() as session:
        found = {name: int(count) for name, count in session.execute(triable_by(state, most))}
        stopped, seen = session.execute(stopped_jobs(most)).one()
    waiting, running, failed = (found.get(name, 0) for name in ("waiting", "running", "failed"))
    complete = waiting + running + failed < most and seen < most
    return JobCounts(waiting, running, failed, stopped, complete)


def timers(
    database: Database,
    *,
    late: datetime | None = None,
    process_id: str | None = None,
    text: str = "",
    after: str | None = None,
    limit: int = 50,
) -> Page[TimerRow]:
    """A page of armed timers, the next to be due at the top; only those due before `late`. Raises `Invalid`.

    `text` is the beginning of the instance's id or business key.
    """
    columns = [getattr(T, name) for name in TimerRow.__slots__ if name != "suspended"]
    position = (T.due, T.instance_id, T.key)
    wanted = select(*columns, is_suspended(T.instance_id))
    if late is not None:
        wanted = wanted.where(T.due < late)
    if process_id is not None:
        wanted = wanted.where(T.process_id == process_id)
    if after is not None:
        wanted = wanted.where(tuple_(*position) > from_text(after, datetime, str, int))
    ordered = wanted.order_by(*position).limit(within(limit) + 1)
    with database.reading() as session:
        if text:
            ordered = ordered.where(of_instance(session, T, text))
        found = [TimerRow(*tuple(row)) for row in session.execute(ordered)]
    return page_of(found, limit, lambda row: (row.due, row.instance_id, row.key))


def of_instance(session: Session, table: type[tables.Job] | type[tables.Timer], text: str) -> ColumnElement[bool]:
    """Whether a row is of an instance of which the id or business key begins so."""
    few = of_instances(session, text)
    if few is None:
        return begins(session, table.instance_id, table.business_key, text)
    return table.instance_id.in_(few)
