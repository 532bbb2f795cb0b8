"""Open jobs: claimed by a worker for a time, so that no two workers do the same one, given back, and looked at.

A claimant is a name for one claim: a lease that has ended is nobody's, not even of who claims the job anew. It begins
with the id of a process, or the name of an outside worker.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update

from engine.store import tables
from engine.store.database import Database, Session
from engine.store.job_terms import lease_end
from engine.store.rows import sql_table
from engine.store.suspended import moves

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


COLUMNS = tuple(getattr(job, name) for name in ClaimedJob.__slots__)


def claim(
    database: Database,
    claimant: str,
    leases: Mapping[str, timedelta],
    now: datetime,
    limit: int,
    only: tuple[str, int] | None = None,
) -> tuple[ClaimedJob, ...]:
    """Up to `limit` due jobs of the types in `leases`, now the claimant's for as long as the lease of their type.

    `only`: the one of this instance with this key. Jobs that another transaction is just changing are passed over, so
    that workers never wait for each other; jobs of suspended instances too.
    """
    due = [job.retries > 0, job.run_at <= now, job.type.in_(sorted(leases)), moves(job.instance_id)]
    if only is not None:
        due += [job.instance_id == only[0], job.key == only[1]]
    free = or_(job.locked_until.is_(None), job.locked_until <= now)
    with database.reading() as session:  # most times there is nothing to do, and nobody need wait for a writer
        if session.execute(select(job.key).where(*due, free).limit(1)).first() is None:
            return ()
    with database.writing() as session:
        rows = session.execute(
            select(*COLUMNS)
            .where(*due, free)
            .order_by(job.run_at, job.instance_id, job.key)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).mappings()
        claimed = tuple(ClaimedJob(**row) for row in rows)
        if claimed:
            of = sql_table(job)
            lock = (
                update(of)
                .where(of.c.instance_id == bindparam("at_instance"), of.c.key == bindparam("at_key"))
                .values(locked_by=claimant, locked_until=bindparam("until"))
            )
            locked = [
                {
                    "at_instance": one.instance_id,
                    "at_key": one.key,
                    "until": lease_end(one.headers, leases[one.type], now),
                }
                for one in claimed
            ]
            session.connection().execute(lock, locked)
    return claimed


def one(session: Session, instance_id: str, key: int) -> ClaimedJob | None:
    """The job while it is open."""
    found = session.execute(select(*COLUMNS).where(job.instance_id == instance_id, job.key == key)).mappings().first()
    return None if found is None else ClaimedJob(**found)


def extend(session: Session, claimant: str, instance_id: str, key: int, until: datetime) -> bool:
    """Whether the claimant has the job, now until then."""
    mine = (job.instance_id == instance_id, job.key == key, job.locked_by == claimant)
    return session.connection().execute(update(job).where(*mine).values(locked_until=until)).rowcount == 1


def holds(session: Session, claimant: str, instance_id: str, key: int) -> bool:
    """Whether the job is still open and the claimant's: nobody took it over when its lease ended."""
    found = session.execute(select(job.locked_by).where(job.instance_id == instance_id, job.key == key))
    return found.scalar() == claimant


def of_node(id: str) -> tuple[ColumnElement[bool], ...]:
    """The jobs that the claimants of one process have: their names begin with its id."""
    return job.locked_by != "", job.locked_by.startswith(f"{id}:", autoescape=True)


def give_back(database: Database, claimant: str | None = None) -> None:
    """Let others have what the claimant has and will not do. Without one: whatever processes of the program had.

    What workers from outside have is theirs: they may be well while the program was not.
    """
    mine = and_(job.locked_by != "", ~job.locked_by.contains("/")) if claimant is None else job.locked_by == claimant
    with database.writing() as session:
        session.connection().execute(update(job).where(mine).values(locked_by="", locked_until=None))
