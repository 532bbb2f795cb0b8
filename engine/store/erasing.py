"""Erasing values: the only code that takes something of the history away, and only what stands beside it."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.log.values import ERASED
from engine.store.records import record

N, FV, R, RV = tables.Instance, tables.FactValues, tables.Record, tables.RecordValues


def instances_of(session: Session, business_key: str) -> list[tuple[str, str]]:
    """The id and status of every instance of a customer, the oldest first."""
    found = session.execute(select(N.id, N.status).where(N.business_key == business_key).order_by(N.started_at, N.id))
    return [(id, status) for id, status in found]


def values_of_instance(session: Session, instance_id: str) -> int:
    """How many facts of an instance still have their values."""
    return session.execute(select(func.count()).where(FV.instance_id == instance_id)).scalar_one()


def erase_instance(
    session: Session, instance_id: str, business_key: str, *, actor: str, now: datetime, reason: str
) -> int:
    """Remove the values of an instance's facts, and record that. Gives how many there were."""
    count = values_of_instance(session, instance_id)
    if count:
        session.execute(delete(FV).where(FV.instance_id == instance_id))
        record(
            session,
            ERASED,
            f"instance:{instance_id}",
            actor=actor,
            now=now,
            business_key=business_key,
            reason=reason,
            data={"values": count},
        )
    return count


def keep_state(session: Session, instance_id: str, state: bytes) -> None:
    """Put the state that the facts lead to without their values in the place of the one with them."""
    session.execute(update(N).where(N.id == instance_id).values(state=state))


def erase_records(session: Session, business_key: str, *, actor: str, now: datetime, reason: str) -> int:
    """Remove the values of the records about a customer, and record that. Gives how many there were."""
    wanted = select(R.seq).join(RV, RV.seq == R.seq).where(R.business_key == business_key).order_by(R.seq)
    numbers = list(session.execute(wanted).scalars())
    for seq in numbers:
        session.execute(delete(RV).where(RV.seq == seq))
        record(session, ERASED, f"record:{seq}", actor=actor, now=now, reason=reason, business_key=business_key)
    return len(numbers)
