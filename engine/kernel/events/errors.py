"""Errors end what they are thrown in, up to the first event around that catches them (BPMN 2.0.2, 13.5.3)."""

from typing import Any

from engine.kernel.context import Step
from engine.kernel.events.catchers import around
from engine.kernel.events.trigger import trigger
from engine.kernel.facts import ElementCompleted, ErrorThrown
from engine.kernel.variables import text
from engine.model.elements import BoundaryEvent, StartEvent
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
    owner, event, definition = found
    step.emit(ErrorThrown(key, code, message, event.id))
    if thrower_ends:
        step.emit(ElementCompleted(key, step.state.elements[key].element))
    told = {definition.code_variable: code, definition.message_variable: message}
    trigger(step, owner, event.id, variables | {name: value for name, value in told.items() if name})
    return True


def _catcher(step: Step, key: int, code: str) -> tuple[int, BoundaryEvent | StartEvent, ErrorEventDefinition] | None:
    """The nearest event that catches `code`; on one level, an event that names it goes before one for all."""
    for level in around(step, key):
        catches_all = None
        for owner, event in level:
            definition = event.definition
            if isinstance(definition, ErrorEventDefinition):
                error = definition.error
                wanted = text(step, owner, error.code, f"code of the error {error.id}") if error else ""
                if wanted == code:
                    return owner, event, definition
                if not wanted:
                    catches_all = catches_all or (owner, event, definition)
        if catches_all:
            return catches_all
    return None
