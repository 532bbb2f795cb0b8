"""Reading an instance to change it, under a lock that nobody else gets until the transaction ends."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.kernel.encoding import decode_state
from engine.kernel.state import State
from engine.store import tables
from engine.store.places import Places
from engine.store.rows import sql_table
from engine.store.statements import Prepared

#: The number of the newest deployment: while it is the same, what is the latest version of anything is the same too.
NEWEST = select(func.max(sql_table(tables.Deployment).c.id)).scalar_subquery()
#: Each command begins with it, so it is put together once.
INSTANCE = sql_table(tables.Instance)
ONE = Prepared(
    select(INSTANCE.c.business_key, INSTANCE.c.facts, INSTANCE.c.state, NEWEST.label("newest"))
    .where(INSTANCE.c.id == bindparam("of_id"))
    .with_for_update()
)


@dataclass
class Record:
    """An instance in hand: its state, which a step changes, and how many facts it had before.

    A new instance has no facts yet. `places` knows the state as it was loaded. `newest` is the number of the newest
    deployment then, 0 where it was not asked for.
    """

    id: str
    business_key: str = ""
    facts: int = 0
    state: State = field(default_factory=State)
    newest: int = 0
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        self.places = Places(self.state)


def load_free(session: Session, instance_ids: Collection[str]) -> dict[str, Record]:
    """The instances that nobody else is changing just now, locked, by id; in one statement."""
    instance = tables.Instance
    found = session.execute(
        select(instance.id, instance.business_key, instance.facts, instance.state, NEWEST.label("newest"))
        .where(instance.id.in_(sorted(instance_ids)))
        .order_by(instance.id)
        .with_for_update(skip_locked=True)
    )
    return {row.id: record_of(row.id, row.business_key, row.facts, row.state, row.newest) for row in found}


def load(session: Session, instance_id: str) -> Record:
    """The instance, locked. Raises `NotFound`."""
    found = ONE.rows(session.connection(), {"of_id": instance_id})
    if not found:
        raise NotFound(f"There is no instance {instance_id}.")
    return record_of(instance_id, *found[0])


def record_of(instance_id: str, business_key: str, facts: int, state: bytes, newest: int | None) -> Record:
    """The instance out of its row."""
    return Record(instance_id, business_key, facts, decode_state(state), newest or 0)
