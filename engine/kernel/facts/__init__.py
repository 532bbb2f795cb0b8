"""Facts: what has happened in an instance, in the past tense. They are the truth; the state follows from them.

`key` is the element instance, wait or incident that the fact is about; `owner` is the element instance that waits;
`scope` the element instance around it. Who, when and under which command is written beside each fact by the store.
Field names are part of the stored history: they may be added to, never changed.
"""

from engine.kernel.facts.base import (
    Fact,
)
from engine.kernel.facts.data import (
    DataStateSet,
    InputsArrived,
    InputsAwaited,
    InputSetChosen,
    InputsWithdrawn,
)
from engine.kernel.facts.events import (
    ConditionAwaited,
    ConditionLapsed,
    ConditionMet,
    ConditionWithdrawn,
    MessageReceived,
    MessageSubscribed,
    MessageThrown,
    MessageUnsubscribed,
    SignalReceived,
    SignalSubscribed,
    SignalThrown,
    SignalUnsubscribed,
    TimerArmed,
    TimerCancelled,
    TimerFired,
)
from engine.kernel.facts.operations import (
    ElementHeld,
    InstanceCancelled,
    InstanceMigrated,
    InstanceModified,
    InstanceResumed,
    InstanceSuspended,
    TokenRemoved,
)
from engine.kernel.facts.progress import (
    ElementActivated,
    ElementCompleted,
    ElementTerminated,
    FlowTaken,
    GatewayReset,
    GatewayStarted,
    LoopItemCompleted,
    LoopStarted,
    ProcessStarted,
    TokensDropped,
    VariablesSet,
)
from engine.kernel.facts.trouble import (
    CompensableCompleted,
    CompensationTaken,
    CompensationThrown,
    ErrorThrown,
    EscalationThrown,
    ExpressionWarned,
    IncidentRaised,
    IncidentResolved,
)
from engine.kernel.facts.work import (
    Considered,
    DecisionEvaluated,
    JobCancelled,
    JobCompleted,
    JobCreated,
    JobFailed,
    WorkItemAssigned,
    WorkItemCancelled,
    WorkItemCompleted,
    WorkItemCreated,
    WorkItemEscalated,
    WorkItemReleased,
    WorkItemReminded,
)

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
    | InputsAwaited
    | InputsArrived
    | InputsWithdrawn
    | InputSetChosen
    | DataStateSet
    | JobCreated
    | JobCompleted
    | JobFailed
    | JobCancelled
    | WorkItemCreated
    | WorkItemAssigned
    | WorkItemReleased
    | WorkItemCompleted
    | WorkItemCancelled
    | WorkItemReminded
    | WorkItemEscalated
    | DecisionEvaluated
    | ExpressionWarned
    | ErrorThrown
    | EscalationThrown
    | CompensableCompleted
    | CompensationThrown
    | CompensationTaken
    | IncidentRaised
    | IncidentResolved
    | InstanceCancelled
    | InstanceSuspended
    | InstanceResumed
    | InstanceModified
    | InstanceMigrated
    | ElementHeld
    | TokenRemoved
)

__all__ = [
    "AnyFact",
    "CompensableCompleted",
    "CompensationTaken",
    "CompensationThrown",
    "ConditionAwaited",
    "ConditionLapsed",
    "ConditionMet",
    "ConditionWithdrawn",
    "Considered",
    "DataStateSet",
    "DecisionEvaluated",
    "ElementActivated",
    "ElementCompleted",
    "ElementHeld",
    "ElementTerminated",
    "ErrorThrown",
    "EscalationThrown",
    "ExpressionWarned",
    "Fact",
    "FlowTaken",
    "GatewayReset",
    "GatewayStarted",
    "IncidentRaised",
    "IncidentResolved",
    "InputSetChosen",
    "InputsArrived",
    "InputsAwaited",
    "InputsWithdrawn",
    "InstanceCancelled",
    "InstanceMigrated",
    "InstanceModified",
    "InstanceResumed",
    "InstanceSuspended",
    "JobCancelled",
    "JobCompleted",
    "JobCreated",
    "JobFailed",
    "LoopItemCompleted",
    "LoopStarted",
    "MessageReceived",
    "MessageSubscribed",
    "MessageThrown",
    "MessageUnsubscribed",
    "ProcessStarted",
    "SignalReceived",
    "SignalSubscribed",
    "SignalThrown",
    "SignalUnsubscribed",
    "TimerArmed",
    "TimerCancelled",
    "TimerFired",
    "TokenRemoved",
    "TokensDropped",
    "VariablesSet",
    "WorkItemAssigned",
    "WorkItemCancelled",
    "WorkItemCompleted",
    "WorkItemCreated",
    "WorkItemEscalated",
    "WorkItemReleased",
    "WorkItemReminded",
]
