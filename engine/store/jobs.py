"""Open jobs: claimed by a worker for a time, so that no two workers do the same one, given back, and looked at.

A claimant is a name for one claim, which nobody ever has again. It begins with the id of a process, or the name of an
outside worker and a slash. When the lease ends without an answer the try is lost: `engine.lost_jobs` counts it as
failed, and only then the job is free again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, not_, select, update

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


@dataclass(frozen=True, slots=True)
class LostTry:
    """A job whose claimant did not answer until its lease ended."""

    instance_id: str
    key: int
    claimant: str
    until: datetime

    @property
    def outside(self) -> bool:
        """Whether a worker from outside had it."""
        return "/" in self.claimant


COLUMNS = tuple(getattr(job, name) for name in ClaimedJob.__slots__)
OF = sql_table(job)
AT = (OF.c.instance_id == bindparam("at_instance"), OF.c.key == bindparam("at_key"))
LOCK = update(OF).where(*AT).values(locked_by=bindparam("by"), locked_until=bindparam("until"))
HOLDER = select(OF.c.locked_by).where(*AT)


def claim(
    database: Database,
    claimant: str,
    leases: Mapping[str, timedelta],
    now: datetime,
    limit: int,
    only: tuple[str, int] | None = None,
    note: Callable[[Session], None] = lambda _session: None,
) -> tuple[ClaimedJob, ...]:
    """Up to `limit` due jobs of the types in `leases`, now the claimant's for as long as the lease of their type.

    `only`: the one of this instance with this key. `note` writes what stands or falls with the claim. Jobs that
    another transaction is just changing are passed over, so that workers never wait for each other; jobs of suspended
    instances too.
    """
    asked = {"now": now, "types": sorted(leases), "most": limit}
    if only is not None:
        asked |= {"of_instance": only[0], "of_key": only[1]}
    any_due, those_due = due(only is not None)
    with database.reading() as session:  # most times there is nothing to do, and nobody need wait for a writer
        if session.connection().execute(any_due, asked).first() is None:
            return ()
    with database.writing() as session:
        rows = session.connection().execute(those_due, asked).mappings()
        claimed = tuple(ClaimedJob(**row) for row in rows)
        if claimed:
            note(session)
            locked = [
                {
                    "at_instance": one.instance_id,
                    "at_key": one.key,
                    "by": claimant,
                    "until": lease_end(one.headers, leases[one.type], now),
                }
                for one in claimed
            ]
            session.connection().execute(LOCK, locked)
    return claimed


@cache
def due(only_one: bool) -> tuple[Select[Any], Select[Any]]:
    """The statements that find whether a job is due, and those that are; put together once, because they are asked for
    all the time."""
    now = bindparam("now", type_=OF.c.run_at.type)
    free = OF.c.locked_by == ""
    which = [OF.c.retries > 0, OF.c.run_at <= now, OF.c.type.in_(bindparam("types", expanding=True))]
    which += [moves(OF.c.instance_id), free]
    if only_one:
        which += [OF.c.instance_id == bindparam("of_instance"), OF.c.key == bindparam("of_key")]
    those = (
        select(*(OF.c[name] for name in ClaimedJob.__slots__))
        .where(*which)
        .order_by(OF.c.run_at, OF.c.instance_id, OF.c.key)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    return select(OF.c.key).where(*which).limit(1), those


def one(session: Session, instance_id: str, key: int) -> ClaimedJob | None:
    """The job while it is open."""
    found = session.execute(select(*COLUMNS).where(job.instance_id == instance_id, job.key == key)).mappings().first()
    return None if found is None else ClaimedJob(**found)


def held_by(database: Database, claimant: str) -> tuple[tuple[ClaimedJob, datetime], ...]:
    """What the claimant still has, and until when."""
    mine = select(*COLUMNS, job.locked_until).where(job.locked_by == claimant, job.locked_by != "")
    with database.reading() as session:
        found = session.execute(mine.order_by(job.run_at, job.instance_id, job.key)).all()
    return tuple((ClaimedJob(*row[:-1]), row[-1]) for row in found)


def extend(session: Session, claimant: str, instance_id: str, key: int, until: datetime) -> bool:
    """Whether the claimant has the job, now until then."""
    mine = (job.instance_id == instance_id, job.key == key, job.locked_by == claimant)
    return session.connection().execute(update(job).where(*mine).values(locked_until=until)).rowcount == 1


def holds(session: Session, claimant: str, instance_id: str, key: int) -> bool:
    """Whether the job is still open and the claimant's: nobody took it over when its lease ended."""
    found = session.connection().execute(HOLDER, {"at_instance": instance_id, "at_key": key})
    return bool(found.scalar() == claimant)


def held_in(session: Session, claimant: str) -> frozenset[tuple[str, int]]:
    """The jobs that are the claimant's: (instance, key)."""
    mine = select(job.instance_id, job.key).where(job.locked_by == claimant, job.locked_by != "")
    return frozenset((instance_id, key) for instance_id, key in session.execute(mine))


def of_node(id: str) -> tuple[ColumnElement[bool], ...]:
    """The jobs that the claimants of one process have: their names begin with its id."""
    return job.locked_by != "", job.locked_by.startswith(f"{id}:", autoescape=True)


OURS = and_(job.locked_by != "", ~job.locked_by.contains("/"))  # claimed by processes of the program


def give_back(database: Database, claimant: str, but: tuple[str, int] | None = None) -> None:
    """Let others have what the claimant has and will not do; `but` this one."""
    mine = job.locked_by == claimant
    if but is not None:
        mine = and_(mine, not_(and_(job.instance_id == but[0], job.key == but[1])))
    with database.writing() as session:
        session.connection().execute(update(job).where(mine).values(locked_by="", locked_until=None))


def end_leases(session: Session, now: datetime, *whose: ColumnElement[bool]) -> int:
    """Those who have these jobs are dead: nobody need wait for their answers. Gives how many they had."""
    alive = (*whose, job.locked_until > now)
    return session.connection().execute(update(job).where(*alive).values(locked_until=now)).rowcount


def lost_tries(database: Database, now: datetime, limit: int) -> tuple[LostTry, ...]:
    """Tries that had begun, and whose lease has ended; none of suspended instances.

    A process does what it has claimed in the order of the claim, so that of its jobs only the first had begun.
    """
    order = func.row_number().over(partition_by=job.locked_by, order_by=(job.run_at, job.instance_id, job.key))
    columns = (job.instance_id, job.key, job.locked_by, job.locked_until)
    with database.reading() as session:  # most times there is none
        ended = select(job.key).where(job.locked_by != "", job.locked_until <= now).limit(1)
        if session.execute(ended).first() is None:
            return ()
        claimed = select(*columns, order.label("number")).where(job.locked_by != "").subquery()
        of = claimed.c
        begun = (of.number == 1) | of.locked_by.contains("/")
        wanted = select(of.instance_id, of.key, of.locked_by, of.locked_until).where(
            of.locked_until <= now, begun, moves(of.instance_id)
        )
        return tuple(LostTry(*row) for row in session.execute(wanted.order_by(of.locked_until).limit(limit)))


def is_lost(session: Session, lost: LostTry, now: datetime) -> bool:
    """Whether it still is: it was neither answered nor extended nor ended by another node."""
    mine = (job.instance_id == lost.instance_id, job.key == lost.key, job.locked_by == lost.claimant)
    return session.execute(select(job.key).where(*mine, job.locked_until <= now)).first() is not None
