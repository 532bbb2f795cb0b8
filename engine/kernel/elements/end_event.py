"""End event: a token that gets here is used up, after it has thrown what the event throws (BPMN 2.0.2, 13.5.6)."""

from engine.kernel.context import Behaviour, Step
from engine.kernel.elements.scopes import finish
from engine.kernel.events.compensation import throw_compensation, undo_next
from engine.kernel.events.errors import error_code, throw_error
from engine.kernel.events.throw import throw, undone
from engine.kernel.events.trigger import happen
from engine.kernel.facts import ElementCompleted, TokensDropped
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import raise_incident, terminate, terminate_children
from engine.model.elements import EndEvent
from engine.model.events import (
    CancelEventDefinition,
    CompensateEventDefinition,
    ErrorEventDefinition,
    TerminateEventDefinition,
    parts,
)


def enter(step: Step, key: int, event: EndEvent) -> None:
    definitions = {type(definition): definition for definition in parts(event.definition)}
    error = definitions.get(ErrorEventDefinition)
    if isinstance(error, ErrorEventDefinition):
        _throw_error(step, key, event, error)
    elif TerminateEventDefinition in definitions:
        _terminate_scope(step, key, event)
    elif CancelEventDefinition in definitions:
        _cancel(step, key)
    else:
        throw(step, key, event)


def _terminate_scope(step: Step, key: int, event: EndEvent) -> None:
    """All other tokens of the scope end, and the scope is complete, as if they had reached their ends."""
    scope = step.state.elements[key].scope
    step.emit(ElementCompleted(key, event.id))
    terminate_children(step, scope)
    finish(step, scope)


def _cancel(step: Step, key: int) -> None:
    """All other tokens of the transaction end, then what is complete in it is undone (BPMN 2.0.2, 13.3.4)."""
    scope = step.state.elements[key].scope
    for sibling in [other for other, one in step.state.elements.items() if one.scope == scope and other != key]:
        terminate(step, sibling)
    if step.state.elements[scope].tokens:
        step.emit(TokensDropped(scope))
    if not throw_compensation(step, key, CompensateEventDefinition()):
        _cancelled(step, key)


def _cancelled(step: Step, key: int) -> None:
    """All is undone: the transaction ends at its cancel event."""
    scope = step.state.elements[key].scope
    process = step.process_at(scope)
    step.emit(ElementCompleted(key, step.state.elements[key].element))
    for event in process.boundaries.get(step.state.elements[scope].element, ()):
        if any(isinstance(definition, CancelEventDefinition) for definition in parts(event.definition)):
            owner = step.state.elements[scope].scope if step.state.elements[scope].index else scope
            happen(step, owner, event, {})
            return
    cancelled = step.state.elements[scope].element
    sentence = f"Nothing catches the cancelling of {cancelled}. Attach a cancel event to it, or cancel the instance."
    raise_incident(step, scope, "active", Failure(sentence))


def child_left(step: Step, key: int) -> None:
    """One of the things that this end event had to undo is undone."""
    event = step.element_at(key)
    assert isinstance(event, EndEvent)
    if not any(isinstance(definition, CancelEventDefinition) for definition in parts(event.definition)):
        undone(step, key)
    elif not undo_next(step, key):
        _cancelled(step, key)


def _throw_error(step: Step, key: int, event: EndEvent, definition: ErrorEventDefinition) -> None:
    code = error_code(step, key, definition)
    name = definition.error.name if definition.error else ""
    if not throw_error(step, key, code, name, {}, thrower_ends=True):
        raise Failure(
            f"The error {code or 'without a code'} that {event.id} throws is caught by no event around it. "
            "Attach an error event to the sub-process or to the call activity, or cancel the instance."
        )


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, child_left=child_left)
