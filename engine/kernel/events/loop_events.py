"""What a multi-instance throws when its items complete; events at its boundary catch it (BPMN 2.0.2, 10.3.8).

The event is thrown by the body around the items. Who catches it does so before the next item begins.
"""

from typing import Any

from engine.kernel.context import Step
from engine.kernel.events.errors import error_code, throw_error
from engine.kernel.events.escalations import throw_escalation
from engine.kernel.events.messages import throw_message
from engine.kernel.events.signals import throw_signal
from engine.kernel.events.trigger import catch_signal
from engine.kernel.failure import Failure
from engine.kernel.lifecycle import raise_incident
from engine.kernel.variables import truth
from engine.model.events import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    EventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
)
from engine.model.extensions import MultiInstance


def due_events(step: Step, key: int, loop: MultiInstance, counters: dict[str, Any]) -> list[EventDefinition]:
    """What the completing item `key` lets the loop throw; `counters` count the item as done."""
    first = counters["numberOfCompletedInstances"] == 1
    return [
        event.definition
        for event in loop.events
        if (first or not event.first)
        and (event.condition is None or truth(step, key, event.condition, "condition of the loop event", counters))
    ]


def throw_loop_events(step: Step, body: int, definitions: list[EventDefinition], counters: dict[str, Any]) -> None:
    """Throw them from the loop's body, one after the other, as long as it is alive."""
    for definition in definitions:
        if body not in step.state.elements:
            return
        try:
            _throw(step, body, definition, counters)
        except Failure as failure:
            raise_incident(step, body, "active", failure)


def _throw(step: Step, body: int, definition: EventDefinition, counters: dict[str, Any]) -> None:
    match definition:
        case SignalEventDefinition(signal):
            throw_signal(step, body, signal, catch_signal, counters, soon=True)
        case MessageEventDefinition(message) if message is not None:
            throw_message(step, body, message)
        case EscalationEventDefinition():
            throw_escalation(step, body, definition, _go_on)
        case ErrorEventDefinition(error):
            code = error_code(step, body, definition)
            if not throw_error(step, body, code, error.name if error else "", {}):
                element = step.state.elements[body].element
                raise Failure(
                    f"The error {code or 'without a code'} that the items of {element} throw is caught by no event. "
                    "Attach an error event to the activity, or retry to go on without it."
                )


def _go_on(step: Step, key: int) -> None:
    """The loop has not ended by what it throws."""
