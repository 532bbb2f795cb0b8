"""The kinds of facts by the names of the filter. A test keeps the table complete."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext

from web.audit.record_sentences import NAMES as NAMES_OF_RECORDS

NAMES: Mapping[str, Any] = {
    "ProcessStarted": lazy_gettext("Process began"),
    "ElementActivated": lazy_gettext("Element began"),
    "ElementCompleted": lazy_gettext("Element complete"),
    "ElementTerminated": lazy_gettext("Element ended early"),
    "FlowTaken": lazy_gettext("Arrow taken"),
    "VariablesSet": lazy_gettext("Data recorded"),
    "LoopStarted": lazy_gettext("Repetition began"),
    "LoopItemCompleted": lazy_gettext("Repetition: item done"),
    "TimerArmed": lazy_gettext("Timer set"),
    "TimerFired": lazy_gettext("Timer came due"),
    "TimerCancelled": lazy_gettext("Timer not needed"),
    "MessageSubscribed": lazy_gettext("Waiting for a message"),
    "MessageReceived": lazy_gettext("Message came"),
    "MessageUnsubscribed": lazy_gettext("Message not waited for"),
    "MessageThrown": lazy_gettext("Message sent"),
    "JobCreated": lazy_gettext("Job created"),
    "JobCompleted": lazy_gettext("Job done"),
    "JobFailed": lazy_gettext("Job failed"),
    "JobCancelled": lazy_gettext("Job not needed"),
    "WorkItemCreated": lazy_gettext("Work came to the inbox"),
    "WorkItemAssigned": lazy_gettext("Work given to a person"),
    "WorkItemReleased": lazy_gettext("Work given back"),
    "WorkItemCompleted": lazy_gettext("Work done"),
    "WorkItemReminded": lazy_gettext("Work reminded of"),
    "WorkItemEscalated": lazy_gettext("Work needs its manager"),
    "WorkItemCancelled": lazy_gettext("Work not needed"),
    "DecisionEvaluated": lazy_gettext("Decision made"),
    "ExpressionWarned": lazy_gettext("Expression gave null"),
    "ErrorThrown": lazy_gettext("Error thrown"),
    "EscalationThrown": lazy_gettext("Escalation raised"),
    "TokensDropped": lazy_gettext("Tokens dropped"),
    "SignalSubscribed": lazy_gettext("Waiting for a signal"),
    "SignalReceived": lazy_gettext("Signal came"),
    "SignalUnsubscribed": lazy_gettext("Signal not waited for"),
    "SignalThrown": lazy_gettext("Signal sent"),
    "InputsAwaited": lazy_gettext("Waiting for data"),
    "InputsArrived": lazy_gettext("Data came"),
    "InputsWithdrawn": lazy_gettext("Data no longer waited for"),
    "InputSetChosen": lazy_gettext("Input set chosen"),
    "DataStateSet": lazy_gettext("State of data set"),
    "ConditionAwaited": lazy_gettext("Waiting for a condition"),
    "ConditionMet": lazy_gettext("Condition met"),
    "ConditionLapsed": lazy_gettext("Condition lapsed"),
    "ConditionWithdrawn": lazy_gettext("Condition not waited for"),
    "GatewayStarted": lazy_gettext("Gateway went on"),
    "GatewayReset": lazy_gettext("Gateway began anew"),
    "CompensableCompleted": lazy_gettext("Can be undone"),
    "CompensationThrown": lazy_gettext("Undoing began"),
    "CompensationTaken": lazy_gettext("Being undone"),
    "IncidentRaised": lazy_gettext("Incident"),
    "IncidentResolved": lazy_gettext("Incident resolved"),
    "InstanceCancelled": lazy_gettext("Process cancelled"),
    "InstanceSuspended": lazy_gettext("Process suspended"),
    "InstanceResumed": lazy_gettext("Process resumed"),
    "InstanceModified": lazy_gettext("Process modified"),
    "InstanceMigrated": lazy_gettext("Process moved to another version"),
    "ElementHeld": lazy_gettext("Element waits for resuming"),
    "TokenRemoved": lazy_gettext("Token taken away"),
}


def kind_names() -> dict[str, str]:
    """Names of facts and records by kind, in the order of the names."""
    names = {**NAMES, **NAMES_OF_RECORDS}
    return dict(sorted(((kind, str(name)) for kind, name in names.items()), key=lambda pair: pair[1]))
