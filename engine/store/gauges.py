"""How much there is of what waits, for whoever watches: a few counts over indexes, which the watcher keeps a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
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
    state = case(
        (J.retries <= 0, "failed"),
        (J.locked_until > now, "running"),
        (J.run_at <= now, "due"),
        else_="later",
    )
    some = select(state.label("state")).select_from(J).limit(MOST).subquery()
    found = session.execute(select(some.c.state, func.count()).group_by(some.c.state))
    counted: dict[str, int] = dict(found.tuples().all())
    return {name: counted.get(name, 0) for name in ("due", "running", "later", "failed")}
