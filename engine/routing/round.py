"""A round: read what may move at one point in time, plan it, and carry the plan out, with its reasons in the history.

How many statements a round takes does not depend on how many work items it moves, but for one batch in some hundreds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import structlog

from engine.calendar import OfficeHours, is_working_day
from engine.kernel.commands import AssignWorkItem, EscalateWorkItem, RemindOfWorkItem
from engine.ports import Clock, Order
from engine.routing.plan import Plan, Scene, plan
from engine.routing.scene import scene_of
from engine.routing.terms import Assignment
from engine.routing.weights import DECISION, USUAL, Weights, weights_of
from engine.store import Database, Session
from engine.store import routing as stored

ACTOR = "routing"
AT_ONCE = 5000
URGENT = stored.URGENT

log = structlog.get_logger("polku.routing")


class Routed(Protocol):
    """What a round asks of the engine."""

    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def hours(self) -> OfficeHours: ...
    def latest_decision(self, session: Session, decision: str) -> Any: ...
    def carry_out_together(self, orders: Sequence[Order], *, actor: str) -> list[bool]: ...


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: the plan, without what somebody else was first at."""

    done: Plan

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        return self.done.assignments


def run_round(engine: Routed, *, urgent_only: bool = False) -> Round:
    """Plan a round and carry it out. Gives what was done.

    What somebody claimed in the meantime stays theirs; what nobody can get stays where it is, and its managers know.
    """
    return carry_out(engine, plan(look(engine, urgent_only=urgent_only)))


def look(engine: Routed, *, urgent_only: bool = False) -> Scene:
    """What a round would decide about now."""
    with engine.database.reading() as session:
        scene = scene_of(session, engine.clock.now(), engine.hours, weights(engine, session), AT_ONCE)
    if not urgent_only:
        return scene
    return replace(scene, items=tuple(item for item in scene.items if item.priority >= URGENT))


def weights(engine: Routed, session: Session) -> Weights:
    """What the process owners' decision says; as usual where there is none. Raises `Refused`."""
    value = engine.latest_decision(session, DECISION)
    return USUAL if value is None else weights_of(value)


def carry_out(engine: Routed, planned: Plan) -> Round:
    orders = orders_of(planned)
    done = engine.carry_out_together(orders, actor=ACTOR) if orders else []
    kept = kept_of(planned, done)
    for one in kept.escalations:
        log.warning("needs its managers", instance=one.item.instance_id, key=one.item.key, why=str(one.reason))
    if orders:
        log.info("routed", assigned=len(kept.assignments), reminded=len(kept.reminders), refused=done.count(False))
    return Round(kept)


def orders_of(planned: Plan) -> list[Order]:
    """The commands of a plan: assignments, reminders, escalations, in this order."""
    orders = []
    for made in planned.assignments:
        command = AssignWorkItem(made.item.key, made.person, str(made.reason), made.on_behalf_of, made.considered)
        orders.append(Order(made.item.instance_id, made.item.key, made.item.holder, command))
    for reminder in planned.reminders:
        item = reminder.item
        told = RemindOfWorkItem(item.key, reminder.to, item.due_at)
        orders.append(Order(item.instance_id, item.key, item.holder, told))
    for one in planned.escalations:
        brought = EscalateWorkItem(one.item.key, one.to, str(one.reason))
        orders.append(Order(one.item.instance_id, one.item.key, one.item.holder, brought))
    return orders


def kept_of(planned: Plan, done: Iterable[bool]) -> Plan:
    """The plan without what was not done."""
    answers = iter(done)
    return Plan(
        assignments=tuple(one for one in planned.assignments if next(answers)),
        unplaced=planned.unplaced,
        reminders=tuple(one for one in planned.reminders if next(answers)),
        escalations=tuple(one for one in planned.escalations if next(answers)),
    )


def run_scheduled_round(engine: Routed) -> Round | None:
    """A round on working days, none on others: who is not at work gets no work."""
    hours = engine.hours
    today = engine.clock.now().astimezone(hours.zone).date()
    return run_round(engine) if is_working_day(today, hours.place) else None


def run_urgent_round(engine: Routed) -> Round | None:
    """A round for urgent work, at whatever hour, when there is some that nobody at work holds."""
    now = engine.clock.now()
    with engine.database.reading() as session:
        if not stored.urgent(session, now.astimezone(engine.hours.zone).date()):
            return None
    return run_round(engine, urgent_only=True)
