"""Writing what steps decided: facts, states and what the tables show of them, with one statement each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, bindparam, update
from sqlalchemy.orm import Session

from engine.errors import Refused
from engine.kernel import facts as f
from engine.kernel.encoding import encode_state, split_fact
from engine.kernel.state import ROOT
from engine.proof.entry import seal
from engine.store import tables
from engine.store.announcing import announce
from engine.store.asking import request
from engine.store.changes import Changes, prepare, write_changes
from engine.store.gathering import gathered
from engine.store.loading import Record
from engine.store.many import FEW, update_many
from engine.store.projections import project
from engine.store.rows import Row, insert_rows, insert_tuples, sql_table
from engine.store.runs import lengths
from engine.store.statements import Prepared

ALIVE = ("active", "suspended")
#: More facts are written by several statements, for COPY is quicker then. All new rows come of facts.
MOST_FACTS = 40


class Overtaken(Refused):
    """Another command changed the instance in the meantime. Nothing was done; try again."""


#: The columns of the rows that each fact becomes, in the order in which `decided` gives their values.
FACTS = (
    *("instance_id", "business_key", "at", "actor", "request"),
    *("definition", "process_id", "process", "element_id"),
    *("number", "kind", "data", "digest", "leads"),
)
VALUES = ("instance_id", "number", "salt", "content")
#: Where an instance is found as it was loaded, and what a command changes of it.
AT = {"at_id": "id", "at_facts": "facts"}
CHANGED = ("state", "status", "version", "definition", "facts", "ended_at")


@dataclass(frozen=True, slots=True)
class Decided:
    """What one command adds to one instance, ready to be written. Making it asks and changes no table."""

    record: Record
    facts: Sequence[tuple[Any, ...]]
    values: Sequence[tuple[Any, ...]]
    changes: Changes
    instance: Row

    @property
    def new(self) -> bool:
        return not self.record.facts


def decided(
    record: Record, facts: Sequence[f.Fact], *, actor: str, now: datetime, retry_at: datetime | None = None
) -> Decided:
    """The rows of one command's facts. `retry_at` is when a job that failed may be tried again.

    Raises `Refused` for what can't be kept.
    """
    if not record.facts:
        record.business_key = next(fact.business_key for fact in facts if isinstance(fact, f.ProcessStarted))
    id, business_key, places = record.id, record.business_key, record.places
    changes = Changes(id, business_key, actor, now, retry_at)
    rows, values = [], []
    same = (id, business_key, now, actor, request())
    found = [project(changes, places, fact) for fact in facts]
    runs = lengths([place.process_id for place in found])
    for number, (fact, place, leads) in enumerate(zip(facts, found, runs, strict=True), record.facts + 1):
        content, apart = split_fact(fact)
        digest = ""
        if apart:
            salt, digest = seal(apart)
            values.append((id, number, salt, apart.decode()))
        here = (place.definition, place.process_id, place.process, place.element_id)
        rows.append(same + here + (number, type(fact).__name__, content.decode(), digest, leads))
    instance = changed_instance(record, len(facts), now) if record.facts else new_instance(record, len(facts), changes)
    return Decided(record, rows, values, changes, instance)


def write(session: Session, together: Sequence[Decided]) -> None:
    """Write what commands to different instances decided, all in the same few statements.

    Raises `Overtaken` if an instance is not as it was loaded, which the lock makes impossible unless somebody goes
    around it.
    """
    connection, changes = session.connection(), [one.changes for one in together]
    known = [one.instance for one in together if not one.new]
    prepare(session, changes)
    little = len(together) <= FEW and sum(len(one.facts) for one in together) <= MOST_FACTS
    with gathered(connection, together=little) as first:
        changed = change_instances(connection, known) if known else 0
        insert_rows(session, tables.Instance, (one.instance for one in together if one.new))
        insert_tuples(session, tables.Fact, FACTS, [row for one in together for row in one.facts])
        insert_tuples(session, tables.FactValues, VALUES, [row for one in together for row in one.values])
        write_changes(session, changes)
    if known and max(changed, first.rowcount) != len(known):  # whichever was counted
        raise Overtaken
    announce(session, changes)
    for one in together:
        one.record.facts += len(one.facts)


def new_instance(record: Record, facts: int, changes: Changes) -> Row:
    root = record.state.elements[ROOT]
    return {
        "id": record.id,
        "process_id": root.element,
        "version": version_of(root.definition),
        "definition": root.definition,
        "business_key": record.business_key,
        "status": record.state.status,
        "started_at": changes.now,
        "started_by": changes.actor,
        "ended_at": None if record.state.status in ALIVE else changes.now,
        "facts": facts,
        "state": encode_state(record.state),
    }


def version_of(definition: str) -> int:
    return int(definition.rpartition(":")[2])


def changed_instance(record: Record, facts: int, now: datetime) -> Row:
    root = record.state.elements[ROOT]
    return {
        "at_id": record.id,
        "at_facts": record.facts,
        "state": encode_state(record.state),
        "status": record.state.status,
        "version": version_of(root.definition),
        "definition": root.definition,
        "facts": record.facts + facts,
        "ended_at": None if record.state.status in ALIVE else now,
    }


def change_instances(connection: Connection, known: list[Row]) -> int:
    """Write the new states. Gives how many of the instances were as they were loaded."""
    if len(known) > 1 and connection.dialect.name == "postgresql":
        return update_many(connection, tables.Instance, AT, known).rowcount
    return update_instances().count(connection, known)


@cache
def update_instances() -> Prepared:
    of = sql_table(tables.Instance)
    here = and_(*[of.c[column] == bindparam(name) for name, column in AT.items()])
    return Prepared(update(of).where(here).values({name: bindparam(name) for name in CHANGED}))
