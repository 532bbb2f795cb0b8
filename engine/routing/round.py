"""A round: what nobody holds is given out, all of it at once, and each with its reason in the history."""

from collections.abc import Iterable
from typing import Protocol

import structlog

from engine.calendar import OfficeHours, is_open
from engine.errors import NotFound, Refused
from engine.ports import Clock
from engine.routing.assign import Assignment, Expert, Item, assign, why_nobody
from engine.store import Database, people
from engine.store import routing as stored
from engine.store.people import Person
from engine.store.work_items import WorkItemRow

ACTOR = "routing"
AT_ONCE = 2000

log = structlog.get_logger("polku.routing")


class Assigning(Protocol):
    """What a round asks of the engine."""

    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    def assign(self, instance_id: str, key: int, assignee: str, *, actor: str, reason: str) -> None: ...


def run_round(engine: Assigning) -> tuple[Assignment, ...]:
    """Give out what nobody holds. Gives the assignments that were made.

    Each is a command of its own. What somebody claimed in the meantime stays theirs, and what nobody can do stays
    where it is; the log says why.
    """
    experts = [expert_of(person) for person in people.list(engine.database)]
    with engine.database.reading() as session:
        items = [item_of(row) for row in stored.unassigned(session, AT_ONCE)]
        load = stored.load(session)
    made = tuple(decided for decided in assign(items, experts, load) if give(engine, decided))
    tell_who_waits(items, experts)
    return made


def give(engine: Assigning, decided: Assignment) -> bool:
    """False when somebody was first, or the work item is not needed any more: both are as it should be."""
    item = decided.item
    try:
        engine.assign(item.instance_id, item.key, decided.person, actor=ACTOR, reason=str(decided.reason))
    except (NotFound, Refused) as reason:
        log.info("not assigned", instance=item.instance_id, key=item.key, why=str(reason))
        return False
    return True


def tell_who_waits(items: Iterable[Item], experts: list[Expert]) -> None:
    for item in items:
        if reason := why_nobody(item, experts):
            log.warning("nobody can do it", instance=item.instance_id, key=item.key, why=str(reason))


def expert_of(person: Person) -> Expert:
    return Expert(
        account=person.account,
        groups=frozenset(person.groups),
        skills=frozenset(person.skills),
        languages=frozenset(person.languages),
        active=person.active,
    )


def item_of(row: WorkItemRow) -> Item:
    return Item(
        instance_id=row.instance_id,
        key=row.key,
        groups=frozenset(row.candidate_groups),
        users=frozenset(row.candidate_users),
        skills=frozenset(row.skills),
        language=row.language,
        continuity=row.continuity,
        priority=row.priority,
        due_at=row.due_at,
        created_at=row.created_at,
    )


def run_round_when_open(engine: Assigning, hours: OfficeHours) -> tuple[Assignment, ...]:
    """A round during office hours, none outside them: who is not at work gets no work."""
    return run_round(engine) if is_open(engine.clock.now(), hours) else ()
