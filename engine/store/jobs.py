"""Open jobs: claimed by a worker for a time, so that no two workers do the same one, given back, and looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select, update

from engine.store import tables
from engine.store.changes import sql_table
from engine.store.database import Database, Session

job = tables.Job


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that a worker has until its lease ends."""

    instance_id: str
    key: int
    type: str
    retries: int
    headers: Mapping[str, str]
    element_id: str
    process_id: str
    business_key: str
    actor: str
    created_at: datetime


def claim(
    database: Database, worker: str, leases: Mapping[str, timedelta], now: datetime, limit: int
) -> tuple[ClaimedJob, ...]:
    """Up to `limit` due jobs of the types in `leases`, now the worker's for as long as the lease of their type.

    Jobs that another transaction is just changing are passed over, so that workers never wait for each other.
    """
    with database.writing() as session:
        rows = session.execute(
            select(
                job.instance_id,
                job.key,
                job.type,
                job.retries,
                job.headers,
                job.element_id,
                job.process_id,
                job.business_key,
                job.actor,
                job.created_at,
            )
            .where(
                job.retries > 0,
                job.run_at <= now,
                or_(job.locked_until.is_(None), job.locked_until <= now),
                job.type.in_(sorted(leases)),
            )
            .order_by(job.run_at, job.instance_id, job.key)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        claimed = tuple(ClaimedJob(*row) for row in rows)
        if claimed:
            lock = (
                update(sql_table(job))
                .where(job.instance_id == bindparam("at_instance"), job.key == bindparam("at_key"))
                .values(locked_by=worker, locked_until=bindparam("until"))
            )
            session.connection().execute(
                lock,
                [{"at_instance": j.instance_id, "at_key": j.key, "until": now + leases[j.type]} for j in claimed],
            )
    return claimed


def holds(session: Session, worker: str, instance_id: str, key: int) -> bool:
    """Whether the job is still open and the worker's: nobody took it over when its lease ended."""
    found = session.execute(select(job.locked_by).where(job.instance_id == instance_id, job.key == key))
    return found.scalar() == worker


def give_back(database: Database, worker: str) -> int:
    """Let others have what the worker claimed and did not get to. Gives how many jobs that were."""
    with database.writing() as session:
        done = session.connection().execute(
            update(job).where(job.locked_by == worker).values(locked_by="", locked_until=None)
        )
        return done.rowcount


def next_due(session: Session) -> datetime | None:
    """When the next job may be tried that nobody has; None when there is no such job."""
    return session.scalar(select(func.min(job.run_at)).where(job.retries > 0, job.locked_until.is_(None)))
