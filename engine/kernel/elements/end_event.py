"""End event: a token that gets here is used up, after it has thrown what the event throws (BPMN 2.0.2, 13.5.6)."""

from engine.kernel.context import Behaviour, Step
from engine.kernel.elements.scopes import finish
from engine.kernel.events.errors import error_code, throw_error
from engine.kernel.events.throw import throw
from engine.kernel.facts import ElementCompleted
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import terminate_children
from engine.model.elements import EndEvent
from engine.model.events import ErrorEventDefinition, TerminateEventDefinition, parts


def enter(step: Step, key: int, event: EndEvent) -> None:
    definitions = {type(definition): definition for definition in parts(event.definition)}
    error = definitions.get(ErrorEventDefinition)
    if isinstance(error, ErrorEventDefinition):
        _throw_error(step, key, event, error)
    elif TerminateEventDefinition in definitions:
        _terminate_scope(step, key, event)
    else:
        throw(step, key, event)


def _terminate_scope(step: Step, key: int, event: EndEvent) -> None:
    """All other tokens of the scope end, and the scope is complete, as if they had reached their ends."""
    scope = step.state.elements[key].scope
    step.emit(ElementCompleted(key, event.id))
    terminate_children(step, scope)
    finish(step, scope)


def _throw_error(step: Step, key: int, event: EndEvent, definition: ErrorEventDefinition) -> None:
    code = error_code(step, key, definition)
    name = definition.error.name if definition.error else ""
    if not throw_error(step, key, code, name, {}, thrower_ends=True):
        raise Failure(
            f"The error {code or 'without a code'} that {event.id} throws is caught by no event around it. "
            "Attach an error event to the sub-process or to the call activity, or cancel the instance."
        )


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
