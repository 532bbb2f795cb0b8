"""Who could have got a work item, and what spoke against each: the candidates that the history keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext

from engine import history
from engine.store.work_items import WorkItemRow
from web.i18n.formats import figure
from web.office import office

PARTS: Mapping[str, Any] = {
    "continuity": lazy_gettext("somebody else knows the customer"),
    "load": lazy_gettext("work held already"),
    "deadline": lazy_gettext("off or away before it is due"),
    "area": lazy_gettext("another area"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    account: str
    held: int
    points: int
    against: str
    chosen: bool


def considered(row: WorkItemRow) -> tuple[Candidate, ...]:
    """The candidates of the assignment by which `row` came to its holder, who fitted best at the top."""
    if not row.assignee:
        return ()
    kind = history.Filters(kind="WorkItemAssigned", instance_id=row.instance_id)
    for fact in history.facts(office().database, kind, limit=200).items:  # the newest first
        if fact.data.get("key") == row.key:
            found = [candidate(entry, row.assignee) for entry in fact.data.get("considered", ())]
            return tuple(sorted(found, key=lambda one: (one.points, one.account)))
    return ()


def candidate(entry: tuple[str, int, Mapping[str, int]], holder: str) -> Candidate:
    account, held, against = entry
    parts = [f"{PARTS.get(name, name)} {figure(points)}" for name, points in against.items()]
    return Candidate(account, int(held), int(sum(against.values())), ", ".join(parts), account == holder)
