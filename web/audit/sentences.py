"""What each fact says, as a sentence in the language of the page. A test keeps the table complete.

The placeholders are the fact's own fields, and `element`: the name of the element where it happened.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext

from engine.history import FactRow
from engine.routing.reasons import read_reason
from web.audit.values import LONGEST, filled, written
from web.i18n.formats import moment
from web.inbox.names import names_here
from web.inbox.reasons import told

SENTENCES: Mapping[str, Any] = {
    "ProcessStarted": lazy_gettext("%(element)s began, in version %(definition)s."),
    "ElementActivated": lazy_gettext("%(element)s began."),
    "ElementCompleted": lazy_gettext("%(element)s is complete."),
    "ElementTerminated": lazy_gettext("%(element)s was ended before it was complete."),
    "FlowTaken": lazy_gettext("The path went on along %(element)s."),
    "VariablesSet": lazy_gettext("Data was recorded: %(values)s %(reason)s"),
    "LoopStarted": lazy_gettext("%(element)s is done for %(size)s items."),
    "LoopItemCompleted": lazy_gettext("%(element)s: item %(index)s is done."),
    "TimerArmed": lazy_gettext("%(element)s: a timer is set for %(due)s."),
    "TimerFired": lazy_gettext("%(element)s: the time came."),
    "TimerCancelled": lazy_gettext("%(element)s: the timer is no longer needed."),
    "MessageSubscribed": lazy_gettext("%(element)s waits for the message %(name)s."),
    "MessageReceived": lazy_gettext("%(element)s: the message %(name)s came."),
    "MessageUnsubscribed": lazy_gettext("%(element)s no longer waits for its message."),
    "MessageThrown": lazy_gettext("%(element)s sent the message %(name)s."),
    "JobCreated": lazy_gettext("%(element)s: the program has a job to do, %(type)s."),
    "JobCompleted": lazy_gettext("%(element)s: the program did its job."),
    "JobFailed": lazy_gettext("%(element)s: the job failed, %(retries)s tries left. %(sentence)s"),
    "JobCancelled": lazy_gettext("%(element)s: the job is no longer needed."),
    "WorkItemCreated": lazy_gettext("%(element)s came to the inbox."),
    "WorkItemAssigned": lazy_gettext("%(element)s was given to %(assignee)s. %(reason)s"),
    "WorkItemReleased": lazy_gettext("%(element)s went back to its group."),
    "WorkItemCompleted": lazy_gettext("%(element)s was done."),
    "WorkItemReminded": lazy_gettext("%(element)s: %(to)s was reminded that it will be due %(due)s."),
    "WorkItemEscalated": lazy_gettext("%(element)s was brought to its managers (%(to)s). %(reason)s"),
    "WorkItemCancelled": lazy_gettext("%(element)s left the inbox: it is no longer needed."),
    "DecisionEvaluated": lazy_gettext("%(element)s: the decision %(decision)s gave: %(result)s"),
    "ExpressionWarned": lazy_gettext("%(element)s: the %(what)s (%(text)s) gave null. %(warnings)s"),
    "ErrorThrown": lazy_gettext("%(element)s ended in the error %(code)s. %(message)s"),
    "EscalationThrown": lazy_gettext("%(element)s raised the escalation %(code)s."),
    "TokensDropped": lazy_gettext("%(element)s: tokens that nothing waits for any more were dropped."),
    "SignalSubscribed": lazy_gettext("%(element)s waits for the signal %(name)s."),
    "SignalReceived": lazy_gettext("%(element)s: the signal %(name)s came."),
    "SignalUnsubscribed": lazy_gettext("%(element)s no longer waits for its signal."),
    "SignalThrown": lazy_gettext("%(element)s sent the signal %(name)s."),
    "InputsAwaited": lazy_gettext("%(element)s waits for data: %(missing)s."),
    "InputsArrived": lazy_gettext("%(element)s: the data that it waited for came."),
    "InputsWithdrawn": lazy_gettext("%(element)s no longer waits for data."),
    "InputSetChosen": lazy_gettext("%(element)s began with the input set %(input_set)s."),
    "DataStateSet": lazy_gettext("The data object %(data)s is in the state %(state)s."),
    "ConditionAwaited": lazy_gettext("%(element)s waits for its condition to become true."),
    "ConditionMet": lazy_gettext("%(element)s: the condition is true."),
    "ConditionLapsed": lazy_gettext("%(element)s: the condition is no longer true."),
    "ConditionWithdrawn": lazy_gettext("%(element)s no longer waits for its condition."),
    "GatewayStarted": lazy_gettext("%(element)s went on, and waits for the rest of its arrows."),
    "GatewayReset": lazy_gettext("%(element)s can begin anew."),
    "CompensableCompleted": lazy_gettext("%(element)s is complete and can be undone later."),
    "CompensationThrown": lazy_gettext("%(element)s began to undo what was done."),
    "CompensationTaken": lazy_gettext("%(element)s is being undone."),
    "IncidentRaised": lazy_gettext("%(element)s can't go on. %(sentence)s"),
    "IncidentResolved": lazy_gettext("%(element)s was set going again. %(reason)s"),
    "InstanceCancelled": lazy_gettext("The process was cancelled. %(reason)s"),
    "InstanceSuspended": lazy_gettext("The process was suspended: nothing in it moves. %(reason)s"),
    "InstanceResumed": lazy_gettext("The process was resumed. %(reason)s"),
    "InstanceModified": lazy_gettext("The process was modified. %(reason)s"),
    "InstanceMigrated": lazy_gettext("%(element)s goes on in the version %(definition)s. %(reason)s"),
    "ElementHeld": lazy_gettext("%(element)s begins when the process is resumed."),
    "TokenRemoved": lazy_gettext("A token that waited on %(element)s was taken away."),
}

#: Facts about the machinery rather than the case; the timeline shows them on demand.
QUIET = frozenset(
    {
        "CompensableCompleted",
        "ConditionAwaited",
        "ConditionLapsed",
        "ConditionWithdrawn",
        "InputSetChosen",
        "InputsWithdrawn",
        "ElementActivated",
        "ElementCompleted",
        "FlowTaken",
        "JobCreated",
        "JobCancelled",
        "LoopItemCompleted",
        "MessageSubscribed",
        "MessageUnsubscribed",
        "GatewayReset",
        "GatewayStarted",
        "SignalSubscribed",
        "SignalUnsubscribed",
        "TimerCancelled",
        "TokensDropped",
        "ElementHeld",
        "VariablesSet",
    }
)

#: How the timeline marks a fact.
MARKS: Mapping[str, str] = {
    "WorkItemCompleted": "is-person",
    "WorkItemAssigned": "is-person",
    "WorkItemReleased": "is-person",
    "JobFailed": "is-failed",
    "IncidentRaised": "is-failed",
    "ExpressionWarned": "is-failed",
    "ErrorThrown": "is-failed",
    "InstanceCancelled": "is-failed",
    "WorkItemEscalated": "is-failed",
    "InstanceSuspended": "is-person",
    "InstanceResumed": "is-person",
    "InstanceModified": "is-person",
    "InstanceMigrated": "is-person",
    "WorkItemCreated": "is-active",
    "TimerArmed": "is-active",
    "VariablesSet": "is-note",
    "DecisionEvaluated": "is-note",
}


def sentence(fact: FactRow, longest: int = LONGEST) -> str:
    """The fact in words, no value longer than `longest`; a kind that this version of the program doesn't know, or a
    value that has been erased, is said to be so.
    """
    text = SENTENCES.get(fact.kind)
    if text is None:
        return gettext("%(kind)s: this version of Polku doesn't know what it means.", kind=fact.kind)
    told = filled(str(text), words(fact, longest))
    return f"{told} {gettext('Its personal data has been erased.')}" if fact.erased else told


def words(fact: FactRow, longest: int = LONGEST) -> dict[str, str]:
    told = {field: word(field, value, longest) for field, value in fact.data.items()}
    return told | {"element": gettext("“%(name)s”", name=fact.element_name or fact.element_id)}


def word(field: str, value: Any, longest: int) -> str:
    if field == "reason" and isinstance(value, str) and read_reason(value):
        return told(value, names_here())
    if field == "due" and isinstance(value, str):
        return moment(datetime.fromisoformat(value))
    return written(value, longest)
