"""The right to erasure: a customer's values go, the facts and every proof about them stay.

What is erased are the values of facts and records: variables, inputs and results of decisions, names. What stays is who
did what and when, with a digest of the values which nobody can reverse, because its salt is erased too.
"""

from dataclasses import dataclass
from datetime import datetime

from engine.errors import Invalid, NotFound, Refused
from engine.history.replay import follow
from engine.kernel.encoding import encode_state
from engine.store import Database, archived, erasing
from engine.store import facts as stored

ENDED = frozenset({"completed", "terminated"})


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased of a customer: in how many instances, the values of how many facts, and of how many records."""

    instances: int
    facts: int
    records: int


def erase_customer(database: Database, business_key: str, *, actor: str, now: datetime, reason: str) -> Erased:
    """Erase everything about a customer, in one transaction.

    Raises `NotFound` for a customer without any history, `Invalid` without a reason, and `Refused` while an instance is
    still going on: it needs its variables.
    """
    if not reason.strip():
        raise Invalid({"reason": "Say why the customer's data is erased: the history keeps it."})
    with database.writing() as session:
        instances = erasing.instances_of(session, business_key)
        going_on = [id for id, status in instances if status not in ENDED]
        if going_on:
            raise Refused(
                f"Of {business_key}, {len(going_on)} of {len(instances)} instances are still going on ({going_on[0]}). "
                "End or cancel them first: they need the data that would be erased."
            )
        facts = touched = 0
        for id, _ in instances:
            count = erasing.erase_instance(session, id, business_key, actor=actor, now=now, reason=reason)
            if count and not archived.archive_of(session, id):  # else the state has no values any more
                state, _ = follow(stored.of_instance(session, id))
                erasing.keep_state(session, id, encode_state(state))
            facts, touched = facts + count, touched + bool(count)
        records = erasing.erase_records(session, business_key, actor=actor, now=now, reason=reason)
        if not instances and not records:
            raise NotFound(f"There is no history of {business_key}.")
    return Erased(touched, facts, records)
