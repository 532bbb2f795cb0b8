"""What routing decides about, and what it decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.calendar import WorkingWeek
from engine.kernel.facts import Considered
from engine.routing.reasons import Reason

WHOLE_WEEK = WorkingWeek()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An open work item, and what it asks of the person who gets it."""

    instance_id: str
    key: int
    name: str = ""
    business_key: str = ""
    groups: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    language: str = ""
    area: str = ""
    continuity: str = ""  # the account of the person who knows the customer already
    priority: int = 50
    due_at: datetime | None = None
    created_at: datetime | None = None
    holder: str = ""
    on_behalf_of: str = ""
    assigned_at: datetime | None = None
    wait: int | None = None  # working days, as the three below
    remind: int | None = None
    escalate: int | None = None
    reassign: int | None = None
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None
    escalation: str = ""

    @property
    def id(self) -> tuple[str, int]:
        return self.instance_id, self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """What routing knows of a person. `share` is the part of a whole week that they work."""

    account: str
    groups: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    active: bool = True
    team: str = ""
    week: WorkingWeek = WHOLE_WEEK
    share: float = 1.0
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An item of a batch, with what this round knows of it.

    `known` is who knows the customer, or stands in for them; `owner` is for whom it is done. `only` and `never` narrow
    who may get it. `why` is the reason where the round has one of its own, by its code.
    """

    item: Item
    known: str = ""
    owner: str = ""
    only: str = ""
    never: str = ""
    why: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assignment:
    """`item` goes to `person`; `considered` are all candidates, the chosen one included."""

    item: Item
    person: str
    reason: Reason
    considered: tuple[Considered, ...]
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Nobody gets `item`, and why."""

    item: Item
    reason: Reason
