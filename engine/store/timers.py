"""What is due: timers of instances, and start events that a timer triggers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, or_, select, tuple_, update
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.loading import NEWEST, Record, record_of
from engine.store.suspended import STATUS, moves

T, S, N = tables.Timer, tables.TimerStart, tables.Instance
StartKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer that is due, with its instance locked."""

    record: Record
    key: int


@dataclass(frozen=True, slots=True)
class StartRow:
    """A timer start event; `left` repetitions follow `interval` apart, -1 for endless."""

    process_id: str
    element_id: str
    part: int
    definition: str
    due: datetime
    interval: str
    left: int

    @property
    def key(self) -> StartKey:
        return self.process_id, self.element_id, self.part


def any_due(session: Session, now: datetime) -> bool:
    """Whether a timer or a start event is due."""
    timer, start = exists().where(T.due <= now, moves(T.instance_id)), exists().where(S.due <= now)
    return bool(session.execute(select(or_(timer, start))).scalar())


def claim_due(session: Session, now: datetime, limit: int) -> list[DueTimer]:
    """Timers that are due, the longest overdue first, each with its instance, locked. None of a suspended one.

    Instances that somebody else has locked are passed over, so that clocks on several nodes share the work instead
    of waiting for each other. A timer may have been fired or withdrawn since: the state decides.
    """
    wanted = (
        select(T.key, N.id, N.business_key, N.facts, N.state, NEWEST)
        .join(N, N.id == T.instance_id)
        .where(T.due <= now, N.status != STATUS)
        .order_by(T.due, T.instance_id, T.key)
        .limit(limit)
        .with_for_update(of=N, skip_locked=True)
    )
    records: dict[str, Record] = {}
    found = []
    for key, id, business_key, facts, state, newest in session.execute(wanted):
        if id not in records:
            records[id] = record_of(id, business_key, facts, state, newest)
        found.append(DueTimer(records[id], key))
    return found


def take_due_start(session: Session, now: datetime, passed: Collection[StartKey] = ()) -> StartRow | None:
    """The start event that is longest overdue, locked; one that another node is starting is left to it."""
    columns = (S.process_id, S.element_id, S.part, S.definition, S.due, S.interval, S.left)
    wanted = select(*columns).where(S.due <= now)
    if passed:
        wanted = wanted.where(tuple_(S.process_id, S.element_id, S.part).not_in(sorted(passed)))
    found = session.execute(wanted.order_by(S.due).limit(1).with_for_update(skip_locked=True)).one_or_none()
    return StartRow(*found) if found else None


def set_next_start(session: Session, start: StartRow, following: tuple[datetime, int] | None) -> None:
    """When the start event is due again and how often after that; None: never."""
    here = (S.process_id == start.process_id) & (S.element_id == start.element_id) & (S.part == start.part)
    if following is None:
        session.execute(delete(S).where(here).execution_options(synchronize_session=False))
        return
    due, left = following
    session.execute(update(S).where(here).values(due=due, left=left).execution_options(synchronize_session=False))
