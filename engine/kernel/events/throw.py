"""What throwing events do: a job does it, or the engine throws each of their definitions.

Messages and signals go first, then what is to be undone is undone, and escalations come last, because who catches one
may end the thrower. How the event is left is its own affair: `leave`.
"""

from collections.abc import Callable, Iterable

from engine.kernel.context import Step
from engine.kernel.events.compensation import throw_compensation, undo_next
from engine.kernel.events.escalations import throw_escalation
from engine.kernel.events.messages import throw_message
from engine.kernel.events.signals import throw_signal
from engine.kernel.events.trigger import catch_signal
from engine.kernel.failure import Failure
from engine.kernel.jobs import create_job
from engine.kernel.lifecycle import raise_incident
from engine.model.elements import EndEvent, IntermediateThrowEvent
from engine.model.events import (
    CompensateEventDefinition,
    EscalationEventDefinition,
    EventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
)

Throwing = IntermediateThrowEvent | EndEvent
Leave = Callable[[Step, int], None]


def throw(
    step: Step, key: int, event: Throwing, definitions: tuple[EventDefinition, ...], leave: Leave, *, waits: bool = True
) -> None:
    """Throw all `definitions` of `event`, then leave it; or let it wait for its job, or for what it has to undo.

    Without `waits` it is left although something is still being undone.
    """
    if event.job is not None:
        create_job(step, key, event.job)
    elif any(isinstance(definition, SignalEventDefinition) for definition in definitions):
        # Tokens that are on their way to a catching event by now get there before the signal does.
        step.later(_throw_after_them, key, definitions, leave, waits)
    else:
        _throw(step, key, definitions, leave, waits)


def undone(step: Step, key: int, definitions: Iterable[EventDefinition], leave: Leave) -> None:
    """One of the things that the throwing event `key` had to undo, and waits for, is undone."""
    if not undo_next(step, key):
        _escalate(step, key, definitions, leave)


def _throw_after_them(
    step: Step, key: int, definitions: tuple[EventDefinition, ...], leave: Leave, waits: bool
) -> None:
    if key in step.state.elements:
        try:
            _throw(step, key, definitions, leave, waits)
        except Failure as failure:
            raise_incident(step, key, "activating", failure)


def _throw(step: Step, key: int, definitions: tuple[EventDefinition, ...], leave: Leave, waits: bool) -> None:
    undoes = False
    for definition in definitions:
        match definition:
            case MessageEventDefinition(message) if message is not None:
                throw_message(step, key, message)
            case SignalEventDefinition(signal):
                throw_signal(step, key, signal, catch_signal)
            case CompensateEventDefinition():
                undoes = throw_compensation(step, key, definition) or undoes
    if not (undoes and waits):
        _escalate(step, key, definitions, leave)


def _escalate(step: Step, key: int, definitions: Iterable[EventDefinition], leave: Leave) -> None:
    escalations = [one for one in definitions if isinstance(one, EscalationEventDefinition)]
    if not escalations:
        leave(step, key)
    for number, escalation in enumerate(escalations, 1):
        if key in step.state.elements:
            throw_escalation(step, key, escalation, leave if number == len(escalations) else _go_on)


def _go_on(step: Step, key: int) -> None:
    """The event has more to throw."""
