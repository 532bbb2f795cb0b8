"""Facts become rows: one small function for each fact that a table shows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.errors import Refused
from engine.feel.codec import to_json
from engine.kernel import facts as f
from engine.kernel.failure import Failure
from engine.kernel.state import Job, SignalSubscription, Subscription, Timer, WorkItem
from engine.kernel.times import after, as_duration
from engine.store import tables
from engine.store.audiences import audience_of
from engine.store.changes import Changes
from engine.store.places import Place, Places, awaited_event
from engine.store.signals import ThrownSignal

END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)
TIME_TO_LIVE = timedelta(days=7)  # of a message, where neither diagram nor publisher says


def project(changes: Changes, places: Places, fact: f.Fact) -> Place:
    """Add what `fact` means for the tables to `changes`, and give the place where it happened."""
    place = places.of(fact)
    if type(fact) in SHOWN_BY_NO_TABLE:  # most facts
        return place
    projection = PROJECTIONS.get(type(fact))
    if projection is not None:
        projection(changes, fact, place)
    elif isinstance(fact, f.IncidentResolved):
        incident_resolved(changes, fact, places.jobs_of_incidents[fact.key])
    elif isinstance(fact, f.InstanceMigrated):
        instance_migrated(changes, fact, places)
    return place


def common(changes: Changes, key: int, place: Place) -> dict[str, Any]:
    """The columns that all rows about something open have."""
    return {
        "instance_id": changes.instance_id,
        "key": key,
        "element_id": place.element_id,
        "process_id": place.process_id,
        "definition": place.definition,
        "business_key": changes.business_key,
        "created_at": changes.now,
    }


def work_item_created(changes: Changes, fact: f.WorkItemCreated, place: Place) -> None:
    row = common(changes, fact.key, place) | {
        "status": "open",
        "name": fact.name,
        "assignee": fact.assignee,
        "assigned_at": changes.now if fact.assignee else None,
        "reason": "",
        "candidate_groups": fact.candidate_groups,
        "candidate_users": fact.candidate_users,
        "audience": audience_of(fact.candidate_groups, fact.candidate_users),
        "form": fact.form,
        "due_at": fact.due,
        "follow_up_at": fact.follow_up,
        "sort_at": fact.due or END_OF_TIME,
        "priority": fact.priority,
        "skills": fact.skills,
        "language": fact.language,
        "continuity": fact.continuity,
        "due_working_days": fact.due_working_days,
        "area": fact.area,
        "wait_working_days": fact.wait_working_days,
        "remind_working_days": fact.remind_working_days,
        "escalate_working_days": fact.escalate_working_days,
        "reassign_working_days": fact.reassign_working_days,
        "on_behalf_of": "",
        "reminded_at": None,
        "escalated_at": None,
        "escalated_to": (),
        "escalation": "",
        "completed_at": None,
        "completed_by": "",
    }
    changes[tables.WorkItem].insert(fact.key, row)


def work_item_assigned(changes: Changes, fact: f.WorkItemAssigned, _place: Place) -> None:
    held = {"assignee": fact.assignee, "assigned_at": changes.now, "reason": fact.reason}
    settled = {"on_behalf_of": fact.on_behalf_of, "escalated_to": (), "escalation": ""}
    changes[tables.WorkItem].update(fact.key, **held, **settled)


def work_item_reminded(changes: Changes, fact: f.WorkItemReminded, _place: Place) -> None:
    changes[tables.WorkItem].update(fact.key, reminded_at=changes.now)


def work_item_escalated(changes: Changes, fact: f.WorkItemEscalated, _place: Place) -> None:
    told = {"escalated_at": changes.now, "escalated_to": fact.to, "escalation": fact.reason}
    changes[tables.WorkItem].update(fact.key, **told)


def work_item_released(changes: Changes, fact: f.WorkItemReleased, _place: Place) -> None:
    changes[tables.WorkItem].update(fact.key, assignee="", assigned_at=None, reason="", on_behalf_of="")


def work_item_completed(changes: Changes, fact: f.WorkItemCompleted, _place: Place) -> None:
    done = {"completed_at": changes.now, "completed_by": changes.actor}
    changes[tables.WorkItem].update(fact.key, status="completed", **done)


def work_item_cancelled(changes: Changes, fact: f.WorkItemCancelled, _place: Place) -> None:
    done = {"completed_at": changes.now, "completed_by": changes.actor}
    changes[tables.WorkItem].update(fact.key, status="cancelled", **done)


def timer_armed(changes: Changes, fact: f.TimerArmed, place: Place) -> None:
    changes[tables.Timer].insert(fact.key, common(changes, fact.key, place) | {"due": fact.due})


def timer_over(changes: Changes, fact: f.TimerFired | f.TimerCancelled, _place: Place) -> None:
    changes[tables.Timer].delete(fact.key)


def message_subscribed(changes: Changes, fact: f.MessageSubscribed, place: Place) -> None:
    row = common(changes, fact.key, place) | {"name": fact.name, "correlation_key": fact.correlation_key}
    changes[tables.Subscription].insert(fact.key, row)


def subscription_over(changes: Changes, fact: f.MessageReceived | f.MessageUnsubscribed, _place: Place) -> None:
    if fact.key:  # an instance that a message started had no subscription
        changes[tables.Subscription].delete(fact.key)


def message_thrown(changes: Changes, fact: f.MessageThrown, _place: Place) -> None:
    message = {
        "message_id": None,
        "name": fact.name,
        "correlation_key": fact.correlation_key,
        "variables": {name: to_json(value) for name, value in fact.variables.items()},
        "published_at": changes.now,
        "published_by": changes.actor,
        "expires_at": expiry(changes.now, fact.time_to_live),
        "open": True,
    }
    changes.messages.append(message)


def signal_subscribed(changes: Changes, fact: f.SignalSubscribed, place: Place) -> None:
    row = common(changes, fact.key, place) | {"name": fact.name}
    changes[tables.SignalSubscription].insert(fact.key, row)


def signal_subscription_over(changes: Changes, fact: f.SignalReceived | f.SignalUnsubscribed, _place: Place) -> None:
    if fact.key:
        changes[tables.SignalSubscription].delete(fact.key)


def signal_thrown(changes: Changes, fact: f.SignalThrown, _place: Place) -> None:
    variables = {name: to_json(value) for name, value in fact.variables.items()}
    changes.signals.append(ThrownSignal(fact.name, variables, changes.instance_id))


def expiry(now: datetime, time_to_live: str) -> datetime:
    if not time_to_live:
        return now + TIME_TO_LIVE
    try:
        what = "time to live of the message"
        return after(now, as_duration(time_to_live, what), what)
    except Failure as failure:
        raise Refused(str(failure)) from failure


def job_created(changes: Changes, fact: f.JobCreated, place: Place) -> None:
    row = common(changes, fact.key, place) | {
        "type": fact.type,
        "retries": fact.retries,
        "headers": fact.headers,
        "actor": changes.actor,
        "run_at": changes.now,
        "sentence": "",
        "locked_by": "",
        "locked_until": None,
    }
    changes[tables.Job].insert(fact.key, row)


def job_failed(changes: Changes, fact: f.JobFailed, _place: Place) -> None:
    changes[tables.Job].update(
        fact.key,
        retries=fact.retries,
        sentence=fact.sentence,
        run_at=changes.retry_at,
        locked_by="",
        locked_until=None,
    )


def job_over(changes: Changes, fact: f.JobCompleted | f.JobCancelled, _place: Place) -> None:
    changes[tables.Job].delete(fact.key)


def incident_raised(changes: Changes, fact: f.IncidentRaised, place: Place) -> None:
    row = common(changes, fact.key, place) | {"sentence": fact.sentence, "job": fact.job}
    changes[tables.Incident].insert(fact.key, row)


def incident_resolved(changes: Changes, fact: f.IncidentResolved, job: int) -> None:
    """The one projection that needs to know more than the fact says: whether a job may be tried again."""
    changes[tables.Incident].delete(fact.key)
    if job and fact.retries:
        changes[tables.Job].update(job, retries=fact.retries, run_at=changes.now)


def instance_migrated(changes: Changes, fact: f.InstanceMigrated, places: Places) -> None:
    """What is open in the process stands under its new version, with the ids that it has after the step."""
    state = places.state
    for key, wait in state.waits.items():
        table = TABLES_OF_WAITS.get(type(wait))
        if table is not None and state.elements[wait.owner].process == fact.process:
            element = awaited_event(wait) or state.elements[wait.owner].element
            changes[table].update(key, definition=fact.definition, element_id=element)
    for key, incident in state.incidents.items():
        owner = state.elements[incident.owner]
        if owner.process == fact.process:
            changes[tables.Incident].update(key, definition=fact.definition, element_id=owner.element)


TABLES_OF_WAITS: dict[type, type[tables.Table]] = {
    WorkItem: tables.WorkItem,
    Job: tables.Job,
    Timer: tables.Timer,
    Subscription: tables.Subscription,
    SignalSubscription: tables.SignalSubscription,
}

PROJECTIONS: dict[type[f.Fact], Callable[[Changes, Any, Place], None]] = {
    f.WorkItemCreated: work_item_created,
    f.WorkItemAssigned: work_item_assigned,
    f.WorkItemReleased: work_item_released,
    f.WorkItemCompleted: work_item_completed,
    f.WorkItemCancelled: work_item_cancelled,
    f.WorkItemReminded: work_item_reminded,
    f.WorkItemEscalated: work_item_escalated,
    f.TimerArmed: timer_armed,
    f.TimerFired: timer_over,
    f.TimerCancelled: timer_over,
    f.MessageSubscribed: message_subscribed,
    f.MessageReceived: subscription_over,
    f.MessageUnsubscribed: subscription_over,
    f.MessageThrown: message_thrown,
    f.SignalSubscribed: signal_subscribed,
    f.SignalReceived: signal_subscription_over,
    f.SignalUnsubscribed: signal_subscription_over,
    f.SignalThrown: signal_thrown,
    f.JobCreated: job_created,
    f.JobFailed: job_failed,
    f.JobCompleted: job_over,
    f.JobCancelled: job_over,
    f.IncidentRaised: incident_raised,
}

# What only the history and the state know. Every fact stands here, in PROJECTIONS or in `project`: a test counts.
SHOWN_BY_NO_TABLE = frozenset(
    {
        f.ProcessStarted,
        f.ElementActivated,
        f.ElementCompleted,
        f.ElementTerminated,
        f.FlowTaken,
        f.VariablesSet,
        f.LoopStarted,
        f.LoopItemCompleted,
        f.DecisionEvaluated,
        f.ExpressionWarned,
        f.ErrorThrown,
        f.EscalationThrown,
        f.ConditionAwaited,
        f.ConditionMet,
        f.ConditionLapsed,
        f.ConditionWithdrawn,
        f.InputsAwaited,
        f.InputsArrived,
        f.InputsWithdrawn,
        f.InputSetChosen,
        f.DataStateSet,
        f.CompensableCompleted,
        f.CompensationThrown,
        f.CompensationTaken,
        f.TokensDropped,
        f.GatewayStarted,
        f.GatewayReset,
        f.InstanceCancelled,
        f.InstanceSuspended,
        f.InstanceResumed,
        f.InstanceModified,
        f.ElementHeld,
        f.TokenRemoved,
    }
)
