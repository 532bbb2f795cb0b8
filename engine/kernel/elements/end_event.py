"""End event: none, message, error, terminate (BPMN 2.0.2, 13.5.6). A token that gets here is used up."""

from engine.kernel.context import Behaviour, Step
from engine.kernel.elements.scopes import finish
from engine.kernel.events.errors import throw_error
from engine.kernel.events.escalations import throw_escalation
from engine.kernel.events.throw import throw
from engine.kernel.facts import ElementCompleted
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import complete, terminate_children
from engine.kernel.variables import text
from engine.model.elements import EndEvent
from engine.model.events import ErrorEventDefinition, EscalationEventDefinition, TerminateEventDefinition


def enter(step: Step, key: int, event: EndEvent) -> None:
    match event.definition:
        case TerminateEventDefinition():
            _terminate_scope(step, key, event)
        case ErrorEventDefinition() as definition:
            _throw(step, key, event, definition)
        case EscalationEventDefinition() as definition:
            throw_escalation(step, key, definition)
        case _ if throw(step, key, event):
            complete(step, key)


def _terminate_scope(step: Step, key: int, event: EndEvent) -> None:
    """All other tokens of the scope end, and the scope is complete, as if they had reached their ends."""
    scope = step.state.elements[key].scope
    step.emit(ElementCompleted(key, event.id))
    terminate_children(step, scope)
    finish(step, scope)


def _throw(step: Step, key: int, event: EndEvent, definition: ErrorEventDefinition) -> None:
    error = definition.error
    code = text(step, key, error.code, f"code of the error {error.id}") if error else ""
    if not throw_error(step, key, code, error.name if error else "", {}, thrower_ends=True):
        raise Failure(
            f"The error {code or 'without a code'} that {event.id} throws is caught by no event around it. "
            "Attach an error event to the sub-process or to the call activity, or cancel the instance."
        )


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
