"""What an element instance waits for: opened by kind of event definition, withdrawn when the instance ends."""

from collections.abc import Callable, Iterable
from typing import Any

from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.events.messages import subscribe_message
from engine.kernel.events.timers import arm_timer
from engine.kernel.state import Job, Subscription, Timer, WorkItem
from engine.model.elements import Event
from engine.model.events import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    TimerEventDefinition,
)


def subscribe(step: Step, owner: int, event: Event) -> None:
    """The instance `owner` waits for `event`: itself, an event attached to it, or one behind its gateway."""
    OPEN[type(event.definition)](step, owner, event.id, event.definition)


def withdraw(step: Step, key: int) -> None:
    """Nothing waits for the instance `key` any more, and nothing about it is open."""
    for wait in tuple(step.state.elements[key].waits):
        step.emit(CANCELLED[type(step.state.waits[wait])](wait))
    if step.state.incidents:
        for incident in [id for id, open in step.state.incidents.items() if open.owner == key]:
            step.emit(f.IncidentResolved(incident))


def withdraw_events(step: Step, key: int, events: Iterable[Event]) -> None:
    """The instance `key` waits no more for these events, but for all else that it waits for."""
    ids = {event.id for event in events}
    for wait in tuple(step.state.elements[key].waits):
        open = step.state.waits[wait]
        if isinstance(open, Timer | Subscription) and open.event in ids:
            step.emit(CANCELLED[type(open)](wait))


def _is_thrown_to_it(step: Step, owner: int, event: str, definition: Any) -> None:
    """What is thrown looks for the event that catches it when it is thrown; nothing is open until then."""


OPEN: dict[type, Callable[[Step, int, str, Any], None]] = {
    TimerEventDefinition: arm_timer,
    MessageEventDefinition: subscribe_message,
    ErrorEventDefinition: _is_thrown_to_it,
    EscalationEventDefinition: _is_thrown_to_it,
}

CANCELLED: dict[type, Callable[[int], f.Fact]] = {
    Timer: f.TimerCancelled,
    Subscription: f.MessageUnsubscribed,
    Job: f.JobCancelled,
    WorkItem: f.WorkItemCancelled,
}
