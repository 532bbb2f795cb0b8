"""Facts: what has happened in an instance, in the past tense. They are the truth; the state follows from them.

`key` is the element instance, wait or incident that the fact is about; `owner` is the element instance that waits;
`scope` the element instance around it. Who, when and under which command is written beside each fact by the store.
Field names are part of the stored history: they may be added to, never changed.
"""

from datetime import datetime
from typing import Any

import msgspec

from engine.kernel.state import ROOT


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, tag=True, tag_field="fact"):
    """Base of all facts."""


class ProcessStarted(Fact, frozen=True):
    """A process began: the root (key 1), or one called by the call activity instance `scope`."""

    key: int
    process: str
    definition: str
    scope: int = 0
    business_key: str = ""


class ElementActivated(Fact, frozen=True):
    """A token entered an element, taking the tokens that waited on `flows`.

    An item of a multi-instance has its number as `index`; the body around the items has 0, as all others.
    """

    key: int
    element: str
    scope: int
    process: int = ROOT
    flows: tuple[str, ...] = ()
    index: int = 0


class ElementCompleted(Fact, frozen=True):
    key: int
    element: str


class ElementTerminated(Fact, frozen=True):
    key: int
    element: str


class FlowTaken(Fact, frozen=True):
    """A token left along a sequence flow inside `scope`."""

    flow: str
    scope: int


class VariablesSet(Fact, frozen=True):
    """Variables of the element instance `scope` got these values."""

    scope: int
    values: dict[str, Any]


class TokensDropped(Fact, frozen=True):
    """All tokens that were on their way inside `scope` are gone: an event interrupted what went on there."""

    scope: int


class GatewayStarted(Fact, frozen=True):
    """A complex gateway in `scope` began with the tokens of `flows`, and waits for those of the others to be reset."""

    scope: int
    gateway: str
    flows: tuple[str, ...]


class GatewayReset(Fact, frozen=True):
    """All that could come to the complex gateway has come; it can begin anew."""

    scope: int
    gateway: str


class LoopStarted(Fact, frozen=True):
    """A multi-instance body knows its items; `items` is empty where only their number counts.

    `collects`: the outputs of the items are gathered into a list.
    """

    key: int
    size: int
    items: list[Any] = []
    collects: bool = False


class LoopItemCompleted(Fact, frozen=True):
    """The item number `index` (from 1) of the multi-instance body `key` is done, with its output."""

    key: int
    index: int
    output: Any = None


class TimerArmed(Fact, frozen=True):
    """A timer will be due. `left` counts the repetitions after this one (-1 endless), `interval` apart."""

    key: int
    owner: int
    event: str
    due: datetime
    interval: str = ""
    left: int = 0


class TimerFired(Fact, frozen=True):
    key: int
    event: str


class TimerCancelled(Fact, frozen=True):
    key: int


class MessageSubscribed(Fact, frozen=True):
    key: int
    owner: int
    event: str
    name: str
    correlation_key: str = ""


class MessageReceived(Fact, frozen=True):
    """The message that subscription `key` waited for came. A start by message has key 0."""

    key: int
    event: str
    name: str
    message_id: str = ""


class MessageUnsubscribed(Fact, frozen=True):
    key: int


class MessageThrown(Fact, frozen=True):
    """The element instance `key` sent a message; the engine delivers it after this transaction."""

    key: int
    name: str
    correlation_key: str
    variables: dict[str, Any]
    time_to_live: str = ""  # ISO 8601 duration


class SignalSubscribed(Fact, frozen=True):
    key: int
    owner: int
    event: str
    name: str


class SignalReceived(Fact, frozen=True):
    """The signal that subscription `key` waited for came. A start by signal has key 0."""

    key: int
    event: str
    name: str


class SignalUnsubscribed(Fact, frozen=True):
    key: int


class SignalThrown(Fact, frozen=True):
    """The element instance `key` threw a signal; the engine broadcasts it after this transaction."""

    key: int
    name: str
    variables: dict[str, Any]


class ConditionAwaited(Fact, frozen=True):
    """`event` happens when its condition becomes true. `holds`: it is true now, and must become false before."""

    key: int
    owner: int
    event: str
    part: int = 0
    holds: bool = False


class ConditionMet(Fact, frozen=True):
    key: int
    event: str


class ConditionLapsed(Fact, frozen=True):
    """The condition that held is false now, so that it can become true again."""

    key: int


class ConditionWithdrawn(Fact, frozen=True):
    key: int


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


class ErrorThrown(Fact, frozen=True):
    """The element instance `key` threw an error; the instance of `caught_by` (an event's element id) catches it."""

    key: int
    code: str
    message: str = ""
    caught_by: str = ""


class EscalationThrown(Fact, frozen=True):
    """The element instance `key` threw an escalation. With nobody to catch it, `caught_by` is empty, and it goes on."""

    key: int
    code: str
    caught_by: str = ""


class CompensableCompleted(Fact, frozen=True):
    """The instance `key` is about to end, and can be undone later: by `handler`, or by undoing what ended inside it.

    `variables` are the data of its time. The body of a multi-instance hands on what its items have left (`body`).
    """

    key: int
    handler: str = ""
    variables: dict[str, Any] = {}
    body: bool = False


class CompensationThrown(Fact, frozen=True):
    """The instance `key` begins to undo what is complete in `scope`, or only `activity`, last things first."""

    key: int
    scope: int
    activity: str = ""


class CompensationTaken(Fact, frozen=True):
    """The last of what the instance `key` has to undo is being undone by the handler `instance`.

    Without a handler (0), what ended inside it is undone instead, one by one.
    """

    key: int
    element: str
    instance: int = 0


class IncidentRaised(Fact, frozen=True):
    """The element instance `owner` can't go on. `phase` is where a retry takes it up again."""

    key: int
    owner: int
    phase: str
    sentence: str
    job: int = 0


class IncidentResolved(Fact, frozen=True):
    """What stopped is tried again, a job with this many `retries`."""

    key: int
    retries: int = 0


class InstanceCancelled(Fact, frozen=True):
    """Somebody ended the instance; the terminated elements follow as facts of their own."""

    reason: str = ""


AnyFact = (
    ProcessStarted
    | ElementActivated
    | ElementCompleted
    | ElementTerminated
    | FlowTaken
    | TokensDropped
    | GatewayStarted
    | GatewayReset
    | VariablesSet
    | LoopStarted
    | LoopItemCompleted
    | TimerArmed
    | TimerFired
    | TimerCancelled
    | MessageSubscribed
    | MessageReceived
    | MessageUnsubscribed
    | MessageThrown
    | SignalSubscribed
    | SignalReceived
    | SignalUnsubscribed
    | SignalThrown
    | ConditionAwaited
    | ConditionMet
    | ConditionLapsed
    | ConditionWithdrawn
    | JobCreated
    | JobCompleted
    | JobFailed
    | JobCancelled
    | WorkItemCreated
    | WorkItemAssigned
    | WorkItemReleased
    | WorkItemCompleted
    | WorkItemCancelled
    | DecisionEvaluated
    | ErrorThrown
    | EscalationThrown
    | CompensableCompleted
    | CompensationThrown
    | CompensationTaken
    | IncidentRaised
    | IncidentResolved
    | InstanceCancelled
)
