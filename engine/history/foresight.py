"""Facts that are only planned, as the history would show them."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from engine.history.names import names
from engine.history.questions import FactRow
from engine.kernel.encoding import decode_state, encode_fact
from engine.kernel.facts import Fact
from engine.store import Database, instances
from engine.store.instances import state_bytes
from engine.store.places import Places


def foreseen(database: Database, instance_id: str, facts: Iterable[Fact], actor: str, now: datetime) -> list[FactRow]:
    """What would be recorded of the instance by `facts`. Raises `NotFound`."""
    row = instances.one(database, instance_id)
    with database.reading() as session:
        places = Places(decode_state(state_bytes(session, instance_id)))
        found = []
        for number, fact in enumerate(facts, row.facts + 1):
            place = places.of(fact)
            data = msgspec.json.decode(encode_fact(fact))
            data.pop("fact", None)
            found.append(
                FactRow(
                    seq=0,
                    instance_id=instance_id,
                    number=number,
                    at=now,
                    actor=actor,
                    kind=type(fact).__name__,
                    definition=place.definition,
                    process_id=place.process_id,
                    process=place.process,
                    business_key=row.business_key,
                    element_id=place.element_id,
                    element_name=names(database, session, place.definition).get(place.element_id, ""),
                    data=data,
                )
            )
        return found
