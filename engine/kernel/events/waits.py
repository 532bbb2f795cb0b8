"""What an element instance waits for: opened by kind of event definition, withdrawn when the instance ends."""

from collections.abc import Callable, Iterable
from typing import Any

from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.events.messages import subscribe_message, subscribe_to
from engine.kernel.events.signals import subscribe_signal
from engine.kernel.events.timers import arm_timer
from engine.kernel.state import Condition, EventWait, Inputs, Job, SignalSubscription, Subscription, Timer, WorkItem
from engine.model.elements import Event, ReceiveTask
from engine.model.events import (
    CancelEventDefinition,
    CompensateEventDefinition,
    ConditionalEventDefinition,
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
    TimerEventDefinition,
    parts,
)


def subscribe(step: Step, owner: int, event: Event) -> None:
    """The instance `owner` waits for `event`: itself, an event attached to it, or one behind its gateway."""
    for part, definition in enumerate(parts(event.definition)):
        OPEN[type(definition)](step, owner, event.id, definition, part)


def subscribe_to_others(step: Step, owner: int, event: Event | ReceiveTask, happened: int | None = None) -> None:
    """The instance `owner` waits for `event`, but for the definition number `happened` of it."""
    if isinstance(event, ReceiveTask):
        if event.message is not None:
            subscribe_to(step, owner, event.id, event.message)
        return
    for part, definition in enumerate(parts(event.definition)):
        if part != happened:
            OPEN[type(definition)](step, owner, event.id, definition, part)


def subscribe_again(step: Step, owner: int, event: Event) -> None:
    """All that `event` waits for has happened, and can happen again. Time alone happens only once."""
    definitions = parts(event.definition)
    if all(isinstance(definition, TimerEventDefinition) for definition in definitions):
        return
    for part, definition in enumerate(definitions):
        if isinstance(definition, ConditionalEventDefinition):
            step.emit(f.ConditionAwaited(step.new_key(), owner, event.id, part, holds=True))
        else:
            OPEN[type(definition)](step, owner, event.id, definition, part)


def open_waits(step: Step, key: int, events: Iterable[str]) -> list[int]:
    """The keys of what the instance `key` waits for to trigger one of these events (element ids)."""
    ids = set(events)
    waits = step.state.waits
    return [wait for wait in step.state.elements[key].waits if getattr(waits[wait], "event", None) in ids]


def withdraw(step: Step, key: int) -> None:
    """Nothing waits for the instance `key` any more, and nothing about it is open."""
    for wait in tuple(step.state.elements[key].waits):
        step.emit(CANCELLED[type(step.state.waits[wait])](wait))
    if step.state.incidents:
        for incident in [id for id, open in step.state.incidents.items() if open.owner == key]:
            step.emit(f.IncidentResolved(incident))


def withdraw_events(step: Step, key: int, events: Iterable[str]) -> None:
    """The instance `key` waits no more for these events (element ids), but for all else that it waits for."""
    for wait in open_waits(step, key, events):
        step.emit(CANCELLED[type(step.state.waits[wait])](wait))


def wait_again(step: Step, wait: EventWait) -> None:
    """What happened without interrupting can happen again. (A timer that repeats has been armed again already.)"""
    match wait:
        case Subscription(owner, event, name, correlation_key):
            step.emit(f.MessageSubscribed(step.new_key(), owner, event, name, correlation_key))
        case SignalSubscription(owner, event, name):
            step.emit(f.SignalSubscribed(step.new_key(), owner, event, name))
        case Condition(owner, event, part):
            step.emit(f.ConditionAwaited(step.new_key(), owner, event, part, holds=True))


def _await_condition(step: Step, owner: int, event: str, definition: ConditionalEventDefinition, part: int) -> None:
    step.new_conditions.append(step.new_key())
    step.emit(f.ConditionAwaited(step.new_key(), owner, event, part))


def _is_thrown_to_it(step: Step, owner: int, event: str, definition: Any, part: int) -> None:
    """What is thrown looks for the event that catches it when it is thrown; nothing is open until then."""


OPEN: dict[type, Callable[[Step, int, str, Any, int], None]] = {
    TimerEventDefinition: arm_timer,
    MessageEventDefinition: subscribe_message,
    SignalEventDefinition: subscribe_signal,
    ConditionalEventDefinition: _await_condition,
    ErrorEventDefinition: _is_thrown_to_it,
    EscalationEventDefinition: _is_thrown_to_it,
    CompensateEventDefinition: _is_thrown_to_it,
    CancelEventDefinition: _is_thrown_to_it,
}

CANCELLED: dict[type, Callable[[int], f.Fact]] = {
    Timer: f.TimerCancelled,
    Subscription: f.MessageUnsubscribed,
    SignalSubscription: f.SignalUnsubscribed,
    Condition: f.ConditionWithdrawn,
    Inputs: f.InputsWithdrawn,
    Job: f.JobCancelled,
    WorkItem: f.WorkItemCancelled,
}
