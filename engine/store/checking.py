"""Whether the tables show what the state says: the rows of everything open in one instance."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from engine.kernel.state import Job, SignalSubscription, State, Subscription, Timer, WorkItem
from engine.store import tables

Open = Mapping[str, Mapping[int, tuple[Any, ...]]]  # by table and key, what state and table both know


def open_rows(session: Session, instance_id: str) -> Open:
    """What the tables show as open in the instance."""
    item, timer, subscription, signal, job, incident = (
        tables.WorkItem,
        tables.Timer,
        tables.Subscription,
        tables.SignalSubscription,
        tables.Job,
        tables.Incident,
    )
    wanted: dict[str, Select[*tuple[Any, ...]]] = {
        "work items": select(item.key, item.assignee).where(item.instance_id == instance_id, item.status == "open"),
        "timers": select(timer.key, timer.element_id, timer.due).where(timer.instance_id == instance_id),
        "subscriptions": select(
            subscription.key, subscription.element_id, subscription.name, subscription.correlation_key
        ).where(subscription.instance_id == instance_id),
        "signal subscriptions": select(signal.key, signal.element_id, signal.name).where(
            signal.instance_id == instance_id
        ),
        "jobs": select(job.key, job.type, job.retries).where(job.instance_id == instance_id),
        "incidents": select(incident.key, incident.sentence, incident.job).where(incident.instance_id == instance_id),
    }
    return {table: {key: tuple(rest) for key, *rest in session.execute(found)} for table, found in wanted.items()}


def open_in(state: State) -> Open:
    """What the state says is open, in the same form."""
    found: dict[str, dict[int, tuple[Any, ...]]] = {
        "work items": {},
        "timers": {},
        "subscriptions": {},
        "signal subscriptions": {},
        "jobs": {},
        "incidents": {},
    }
    for key, wait in state.waits.items():
        match wait:
            case WorkItem():
                found["work items"][key] = (wait.assignee,)
            case Timer():
                found["timers"][key] = (wait.event, wait.due)
            case Subscription():
                found["subscriptions"][key] = (wait.event, wait.name, wait.correlation_key)
            case SignalSubscription():
                found["signal subscriptions"][key] = (wait.event, wait.name)
            case Job():
                found["jobs"][key] = (wait.type, wait.retries)
    for key, incident in state.incidents.items():
        found["incidents"][key] = (incident.sentence, incident.job)
    return found
