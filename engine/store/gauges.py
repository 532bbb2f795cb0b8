"""How much there is of what waits, for whoever watches: a few counts over indexes, which the watcher keeps a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Case, Select, case, func, literal_column, select
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.database import Database

J, T, W, N = tables.Job, tables.Timer, tables.WorkItem, tables.Incident
#: Counting stops here: it is enough to know that there are very many, and nobody shall wait for the exact number.
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in the database now. Each number is at most `MOST`."""

    work_items: int
    unassigned: int
    overdue: int
    jobs: Mapping[str, int]
    timers: int
    late_timers: int
    incidents: int


def waiting(database: Database, now: datetime) -> Waiting:
    with database.reading() as session:
        return Waiting(
            work_items=bounded(session, select(W.key).where(W.status == "open")),
            unassigned=bounded(session, select(W.key).where(W.status == "open", W.assignee == "")),
            overdue=bounded(session, select(W.key).where(W.status == "open", W.sort_at < now)),
            jobs=jobs_by_state(session, now),
            timers=bounded(session, select(T.key)),
            late_timers=bounded(session, select(T.key).where(T.due <= now)),
            incidents=bounded(session, select(N.key)),
        )


def bounded(session: Session, wanted: Select[Any]) -> int:
    return int(session.execute(select(func.count()).select_from(wanted.limit(MOST).subquery())).scalar_one())


def jobs_by_state(session: Session, now: datetime) -> Mapping[str, int]:
    """Jobs that are being done, may be done now, wait for their time, or have no tries left."""
    state = case((J.locked_until > now, "running"), (J.run_at <= now, "due"), else_="later")
    counted = {name: int(number) for name, number in session.execute(triable_by(state, MOST))}
    stopped, _ = session.execute(stopped_jobs(MOST)).one()
    return {name: counted.get(name, 0) for name in ("due", "running", "later")} | {"failed": stopped}


def triable_by(state: Case[str], most: int) -> Select[str, int]:
    """How many jobs with tries left are in each state: of the first to be run, over their index."""
    triable = J.retries > literal_column("0")
    first = select(state.label("state")).where(triable).order_by(J.run_at).limit(most).subquery()
    return select(first.c.state, func.count()).group_by(first.c.state)


def stopped_jobs(most: int) -> Select[int, int]:
    """How many jobs have no tries left, and how many incidents were seen. Each has one, and those have an index."""
    oldest = select(N.job).order_by(N.created_at).limit(most).subquery()
    return select(func.count(case((oldest.c.job > 0, 1))), func.count(oldest.c.job))
