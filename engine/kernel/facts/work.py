"""What people, handlers and decision tables did."""

from datetime import datetime
from typing import Any

import msgspec

from engine.kernel.facts.base import Fact


class JobCreated(Fact, frozen=True):
    key: int
    owner: int
    type: str
    retries: int
    headers: dict[str, str] = {}
    data: str = ""  # of a data store: "read" and its name, or "write" and the number of the association;
    # of an execution listener: "start" or "end", and its number


class JobCompleted(Fact, frozen=True):
    key: int


class JobFailed(Fact, frozen=True):
    """A try failed; with no `retries` left an incident follows."""

    key: int
    sentence: str
    retries: int


class JobCancelled(Fact, frozen=True):
    key: int


class WorkItemCreated(Fact, frozen=True):
    """A user task is in the inbox, with what its diagram says of who, when and which form."""

    key: int
    owner: int
    element: str
    name: str
    assignee: str = ""
    candidate_groups: tuple[str, ...] = ()
    candidate_users: tuple[str, ...] = ()
    due: datetime | None = None
    follow_up: datetime | None = None
    priority: int = 50
    form: str = ""
    skills: tuple[str, ...] = ()
    language: str = ""
    continuity: str = ""
    due_working_days: int | None = None
    area: str = ""
    wait_working_days: int | None = None
    remind_working_days: int | None = None
    escalate_working_days: int | None = None
    reassign_working_days: int | None = None


class Considered(msgspec.Struct, frozen=True, array_like=True):
    """Who could have got the work item: how many they held, and what spoke against them, weighed.

    `against` are the weighed parts by name; the less their sum, the better the person fitted.
    """

    account: str
    load: int = 0
    against: dict[str, int] = {}


class WorkItemAssigned(Fact, frozen=True):
    """`assignee` holds the work item now; `reason` says why it was them, `considered` who else it could have been.

    `on_behalf_of` is who would hold it if they were at work.
    """

    key: int
    assignee: str
    reason: str = ""
    on_behalf_of: str = ""
    considered: tuple[Considered, ...] = ()


class WorkItemReleased(Fact, frozen=True):
    key: int


class WorkItemCompleted(Fact, frozen=True):
    key: int
    on_behalf_of: str = ""


class WorkItemReminded(Fact, frozen=True):
    """Who holds it was reminded that it will be due at `due`."""

    key: int
    to: str
    due: datetime | None = None


class WorkItemEscalated(Fact, frozen=True):
    """These people, who lead the work, were told that it needs them; `reason` says why."""

    key: int
    to: tuple[str, ...] = ()
    reason: str = ""


class WorkItemCancelled(Fact, frozen=True):
    key: int


class DecisionEvaluated(Fact, frozen=True):
    """A decision gave `result` because these rules fired: (decision table id, rule id, annotations …)."""

    key: int
    decision: str
    definition: str
    inputs: dict[str, Any] = {}
    result: Any = None
    rules: tuple[tuple[str, ...], ...] = ()
    warnings: tuple[str, ...] = ()
