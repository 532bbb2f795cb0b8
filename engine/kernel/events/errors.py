"""Errors go outwards, from scope to scope and from called process to caller, to the first event that catches them."""

from typing import Any

from engine.kernel.context import Step
from engine.kernel.events.trigger import trigger_boundary
from engine.kernel.facts import ElementCompleted, ErrorThrown
from engine.kernel.variables import text
from engine.model.elements import BoundaryEvent
from engine.model.events import ErrorEventDefinition


def throw_error(
    step: Step, key: int, code: str, message: str, variables: dict[str, Any], *, thrower_ends: bool = False
) -> bool:
    """Throw an error from the element instance `key`. False when nothing catches it; then nothing has changed.

    `thrower_ends`: throwing is all that the element does (an error end event), so that it is complete.
    """
    found = _catcher(step, key, code)
    if found is None:
        return False
    activity, event, definition = found
    step.emit(ErrorThrown(key, code, message, event.id))
    if thrower_ends:
        step.emit(ElementCompleted(key, step.state.elements[key].element))
    told = {definition.code_variable: code, definition.message_variable: message}
    trigger_boundary(step, activity, event, variables | {name: value for name, value in told.items() if name})
    return True


def _catcher(step: Step, key: int, code: str) -> tuple[int, BoundaryEvent, ErrorEventDefinition] | None:
    elements = step.state.elements
    while key:
        instance = elements[key]
        if not instance.definition and not instance.index:
            found = _attached(step, key, instance.element, code)
            if found is not None:
                return key, *found
        key = instance.scope
    return None


def _attached(step: Step, key: int, element: str, code: str) -> tuple[BoundaryEvent, ErrorEventDefinition] | None:
    """The error event attached to an activity that catches `code`; one that names it goes before one for all."""
    catches_all = None
    for event in step.process_at(key).boundaries.get(element, ()):
        definition = event.definition
        if isinstance(definition, ErrorEventDefinition):
            error = definition.error
            wanted = text(step, key, error.code, f"code of the error {error.id}") if error else ""
            if wanted == code:
                return event, definition
            if not wanted:
                catches_all = catches_all or (event, definition)
    return catches_all
