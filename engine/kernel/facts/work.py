"""What people, handlers and decision tables did."""

from datetime import datetime
from typing import Any

from engine.kernel.facts.base import Fact


class JobCreated(Fact, frozen=True):
    key: int
    owner: int
    type: str
    retries: int
    headers: dict[str, str] = {}


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


class WorkItemAssigned(Fact, frozen=True):
    """`assignee` holds the work item now; `reason` says why it was them."""

    key: int
    assignee: str
    reason: str = ""


class WorkItemReleased(Fact, frozen=True):
    key: int


class WorkItemCompleted(Fact, frozen=True):
    key: int


class WorkItemCancelled(Fact, frozen=True):
    key: int


class DecisionEvaluated(Fact, frozen=True):
    """A decision gave `result` because these rules fired: (decision table id, rule id, annotations …)."""

    key: int
    decision: str
    definition: str
    inputs: dict[str, Any]
    result: Any
    rules: tuple[tuple[str, ...], ...] = ()
    warnings: tuple[str, ...] = ()
