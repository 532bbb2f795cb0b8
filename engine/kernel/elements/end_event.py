"""End event: a token that gets here is used up, after it has thrown what the event throws (BPMN 2.0.2, 13.5.6)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.elements.scopes import finish
from engine.kernel.events.cancelling import cancel_transaction, undo_and_leave
from engine.kernel.events.catchers import catcher
from engine.kernel.events.errors import error_code, throw_error
from engine.kernel.events.throw import throw, undone
from engine.kernel.facts import ElementCompleted
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import complete, terminate_children
from engine.model.elements import EndEvent
from engine.model.events import (
    CancelEventDefinition,
    CompensateEventDefinition,
    ErrorEventDefinition,
    EventDefinition,
    TerminateEventDefinition,
    cancels,
    parts,
)


def enter(step: Step, key: int, event: EndEvent) -> None:
    if event.definition is None and event.job is None:
        complete(step, key)
        return
    error = _error_of(event)
    if error is not None and len(parts(event.definition)) > 1:
        _catcher_of(step, key, event, error)  # fails before anything else is thrown, or not at all
    throw(step, key, event, _thrown_first(event), _end)


def _thrown_first(event: EndEvent) -> tuple[EventDefinition, ...]:
    """What is thrown before the end ends something. Cancelling undoes all anyway."""
    definitions = parts(event.definition)
    if not cancels(event.definition):
        return definitions
    return tuple(definition for definition in definitions if not isinstance(definition, CompensateEventDefinition))


def _end(step: Step, key: int) -> None:
    """The last thing that the event does. Of several, the one that ends most: the others are a part of it."""
    event = step.element_at(key)
    assert isinstance(event, EndEvent)
    kinds = {type(definition) for definition in parts(event.definition)}
    error = _error_of(event)
    if error is not None:
        _throw_error(step, key, event, error)
    elif CancelEventDefinition in kinds:
        cancel_transaction(step, key)
    elif TerminateEventDefinition in kinds:
        _terminate_scope(step, key, event)
    else:
        complete(step, key)


def _terminate_scope(step: Step, key: int, event: EndEvent) -> None:
    """All other tokens of the scope end, and the scope is complete, as if they had reached their ends."""
    scope = step.state.elements[key].scope
    step.emit(ElementCompleted(key, event.id))
    terminate_children(step, scope)
    finish(step, scope)


def child_left(step: Step, key: int) -> None:
    """One of the things that this end event had to undo is undone."""
    event = step.element_at(key)
    assert isinstance(event, EndEvent)
    if cancels(event.definition):
        undo_and_leave(step, key)
    else:
        undone(step, key, parts(event.definition), _end)


def _throw_error(step: Step, key: int, event: EndEvent, definition: ErrorEventDefinition) -> None:
    code = _catcher_of(step, key, event, definition)
    name = definition.error.name if definition.error else ""
    throw_error(step, key, code, name, {}, thrower_ends=True)


def _error_of(event: EndEvent) -> ErrorEventDefinition | None:
    return next((one for one in parts(event.definition) if isinstance(one, ErrorEventDefinition)), None)


def _catcher_of(step: Step, key: int, event: EndEvent, definition: ErrorEventDefinition) -> str:
    """The code of the error that is thrown. Raises `Failure` where nothing catches it."""
    code = error_code(step, key, definition)
    if catcher(step, key, ErrorEventDefinition, code, error_code) is None:
        raise Failure(
            f"The error {code or 'without a code'} that {event.id} throws is caught by no event around it. "
            "Attach an error event to the sub-process or to the call activity, or cancel the instance."
        )
    return code


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, child_left=child_left)
