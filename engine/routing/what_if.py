"""What would become of somebody's work if they were away: the plan of a round that is not carried out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.routing.plan import Plan, plan
from engine.routing.round import AT_ONCE, Routed, weights
from engine.routing.scene import scene_of
from engine.routing.substitutes import refuse_impossible
from engine.routing.terms import Item
from engine.store.absences import Absence


@dataclass(frozen=True, slots=True)
class WhatIf:
    """`plan` is what a round would do on the first day; `stays` is what would wait for the person."""

    plan: Plan
    stays: Sequence[Item]


def what_if(engine: Routed, absence: Absence) -> WhatIf:
    """What would happen to the open work of `absence.account` on the first day of it. Raises `Refused`."""
    with engine.database.reading() as session:
        scene = scene_of(session, engine.clock.now(), engine.hours, weights(engine, session), AT_ONCE, supposed=absence)
    refuse_impossible(absence, [one for one in scene.office.absences.all if one != absence])
    account = absence.account
    theirs = tuple(item for item in scene.items if item.holder == account or is_awaited(item, account))
    planned = plan(replace(scene, items=theirs))
    moving = {one.item.id for one in planned.assignments} | {one.item.id for one in planned.unplaced}
    return WhatIf(planned, tuple(item for item in theirs if item.id not in moving))


def is_awaited(item: Item, account: str) -> bool:
    return not item.holder and item.continuity == account
