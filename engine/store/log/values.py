"""The values beside facts and records: whether they are those that were logged, and which ones are gone."""

from collections.abc import Iterator

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engine.proof.entry import digest
from engine.store import tables

F, FV, R, RV = tables.Fact, tables.FactValues, tables.Record, tables.RecordValues
CHUNK = 5000
ERASED = "ValuesErased"


def wrong_values(session: Session) -> Iterator[str]:
    """A sentence for all values that are not those of their fact or record."""
    facts = (
        select(FV.instance_id, FV.number, FV.salt, FV.content, F.digest)
        .outerjoin(F, and_(F.instance_id == FV.instance_id, F.number == FV.number))
        .execution_options(yield_per=CHUNK)
    )
    for instance_id, number, salt, content, promised in session.execute(facts):
        if promised != digest(salt, content.encode()):
            yield f"The values of fact {number} of {instance_id} are not those that were logged."
    records = select(RV.seq, RV.salt, RV.content, R.digest).outerjoin(R, R.seq == RV.seq)
    for seq, salt, content, promised in session.execute(records.execution_options(yield_per=CHUNK)):
        if promised != digest(salt, content.encode()):
            yield f"The values of record {seq} are not those that were logged."


def lost_values(session: Session) -> Iterator[str]:
    """A sentence for each instance and record whose values are gone, though no record says that they were erased."""
    erased = select(R.subject).where(R.kind == ERASED)
    told = set(session.execute(erased).scalars())
    instances = (
        select(F.instance_id, func.count())
        .outerjoin(FV, and_(FV.instance_id == F.instance_id, FV.number == F.number))
        .where(F.digest != "", FV.number.is_(None))
        .group_by(F.instance_id)
    )
    for instance_id, count in session.execute(instances):
        if f"instance:{instance_id}" not in told:
            yield f"The values of {count} facts of {instance_id} are gone, and nothing says who erased them."
    records = select(R.seq).outerjoin(RV, RV.seq == R.seq).where(R.digest != "", RV.seq.is_(None))
    for seq in session.execute(records).scalars():
        if f"record:{seq}" not in told:
            yield f"The values of record {seq} are gone, and nothing says who erased them."
