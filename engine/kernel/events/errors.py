"""Errors end what they are thrown in, up to the first event around that catches them (BPMN 2.0.2, 13.5.3)."""

from typing import Any

from engine.kernel.context import Step
from engine.kernel.events.catchers import catcher
from engine.kernel.events.trigger import happen
from engine.kernel.facts import ElementCompleted, ErrorThrown
from engine.kernel.variables import text
from engine.model.events import ErrorEventDefinition


def error_code(step: Step, key: int, definition: ErrorEventDefinition) -> str:
    """The code of the error that `definition` throws or catches; empty for any."""
    error = definition.error
    return text(step, key, error.code, f"code of the error {error.id}") if error else ""


def throw_error(
    step: Step, key: int, code: str, message: str, variables: dict[str, Any], *, thrower_ends: bool = False
) -> bool:
    """Throw an error from the element instance `key`. False when nothing catches it; then nothing has changed.

    `thrower_ends`: throwing is all that the element does (an error end event), so that it is complete.
    """
    found = catcher(step, key, ErrorEventDefinition, code, error_code)
    if found is None:
        return False
    owner, event, definition = found
    step.emit(ErrorThrown(key, code, message, event.id))
    if thrower_ends:
        step.emit(ElementCompleted(key, step.state.elements[key].element))
    told = {definition.code_variable: code, definition.message_variable: message}
    happen(step, owner, event, variables | {name: value for name, value in told.items() if name})
    return True
