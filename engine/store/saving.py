"""Writing what a step decided: facts, state and what the tables show of them, with one statement each."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.errors import Refused
from engine.kernel import facts as f
from engine.kernel.encoding import encode_fact, encode_state
from engine.kernel.state import ROOT
from engine.store import tables
from engine.store.changes import Changes, Row, insert_rows
from engine.store.loading import Record
from engine.store.projections import project


class Overtaken(Refused):
    """Another command changed the instance in the meantime. Nothing was done; try again."""


def save(
    session: Session,
    record: Record,
    facts: Sequence[f.Fact],
    *,
    actor: str,
    now: datetime,
    retry_at: datetime | None = None,
) -> None:
    """Write the facts of one command, the state that they led to and the tables that show it.

    `retry_at` is when a job that failed may be tried again. Raises `Overtaken` if the instance is not as it was
    loaded, which the lock makes impossible unless somebody goes around it.
    """
    if not facts:
        return
    if not record.facts:
        record.business_key = next(fact.business_key for fact in facts if isinstance(fact, f.ProcessStarted))
    changes = Changes(record.id, record.business_key, actor, now, retry_at)
    rows = [fact_row(changes, record, number, fact) for number, fact in enumerate(facts, record.facts + 1)]
    if record.facts:
        update_instance(session, record, len(facts), now)
    else:
        insert_rows(session, tables.Instance, [new_instance(record, len(facts), actor, now)])
    insert_rows(session, tables.Fact, rows)
    changes.write(session)
    record.facts += len(facts)


def fact_row(changes: Changes, record: Record, number: int, fact: f.Fact) -> Row:
    place = project(changes, record.places, fact)
    return {
        "instance_id": record.id,
        "number": number,
        "at": changes.now,
        "actor": changes.actor,
        "kind": type(fact).__name__,
        "definition": place.definition,
        "process_id": place.process_id,
        "process": place.process,
        "business_key": changes.business_key,
        "element_id": place.element_id,
        "data": encode_fact(fact).decode(),
    }


def new_instance(record: Record, facts: int, actor: str, now: datetime) -> Row:
    root = record.state.elements[ROOT]
    return {
        "id": record.id,
        "process_id": root.element,
        "version": int(root.definition.rpartition(":")[2]),
        "definition": root.definition,
        "business_key": record.business_key,
        "status": record.state.status,
        "started_at": now,
        "started_by": actor,
        "ended_at": None if record.state.status == "active" else now,
        "facts": facts,
        "state": encode_state(record.state),
    }


def update_instance(session: Session, record: Record, facts: int, now: datetime) -> None:
    instance = tables.Instance
    done = session.execute(
        update(instance)
        .where(instance.id == record.id, instance.facts == record.facts)
        .values(
            state=encode_state(record.state),
            status=record.state.status,
            facts=record.facts + facts,
            ended_at=None if record.state.status == "active" else now,
        )
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE gives a CursorResult
        raise Overtaken
