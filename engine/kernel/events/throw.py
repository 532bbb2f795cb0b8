"""What throwing events and send tasks do: a job does it, or the engine throws each of their definitions."""

from engine.kernel.context import Step
from engine.kernel.events.compensation import throw_compensation, undo_next
from engine.kernel.events.escalations import throw_escalation
from engine.kernel.events.messages import throw_message
from engine.kernel.events.signals import throw_signal
from engine.kernel.events.trigger import catch_signal
from engine.kernel.failure import Failure
from engine.kernel.jobs import create_job
from engine.kernel.lifecycle import complete, raise_incident
from engine.model.elements import EndEvent, IntermediateThrowEvent
from engine.model.events import (
    CompensateEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
    parts,
)


def throw(step: Step, key: int, event: IntermediateThrowEvent | EndEvent) -> None:
    """Throw all that `event` throws and complete it; or leave it waiting for its job, or for what it has to undo."""
    if event.job is not None:
        create_job(step, key, event.job)
    elif any(isinstance(definition, SignalEventDefinition) for definition in parts(event.definition)):
        # Tokens that are on their way to a catching event by now get there before the signal does.
        step.later(_throw_after_them, key, event)
    else:
        _throw(step, key, event)


def _throw_after_them(step: Step, key: int, event: IntermediateThrowEvent | EndEvent) -> None:
    if key in step.state.elements:
        try:
            _throw(step, key, event)
        except Failure as failure:
            raise_incident(step, key, "activating", failure)


def _throw(step: Step, key: int, event: IntermediateThrowEvent | EndEvent) -> None:
    waits = False
    escalations = []
    for definition in parts(event.definition):
        match definition:
            case MessageEventDefinition(message) if message is not None:
                throw_message(step, key, message)
            case SignalEventDefinition(signal):
                throw_signal(step, key, signal, catch_signal)
            case EscalationEventDefinition():
                escalations.append(definition)
            case CompensateEventDefinition():
                waits = throw_compensation(step, key, definition) or waits
    if waits:
        return
    if not escalations:
        complete(step, key)
    for number, escalation in enumerate(escalations, 1):
        if key in step.state.elements:
            throw_escalation(step, key, escalation, complete if number == len(escalations) else _go_on)


def undone(step: Step, key: int) -> None:
    """One of the things that the throwing event `key` had to undo is undone."""
    if not undo_next(step, key):
        complete(step, key)


def _go_on(step: Step, key: int) -> None:
    """The event has more to throw."""
