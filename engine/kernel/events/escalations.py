"""Escalations tell the scopes around of something; whoever threw one goes on (BPMN 2.0.2, 13.5.3)."""

from engine.kernel.context import Step
from engine.kernel.events.catchers import around
from engine.kernel.events.trigger import trigger
from engine.kernel.facts import EscalationThrown
from engine.kernel.lifecycle import complete
from engine.kernel.variables import text
from engine.model.elements import BoundaryEvent, StartEvent
from engine.model.events import EscalationEventDefinition


def escalation_code(step: Step, key: int, definition: EscalationEventDefinition) -> str:
    """The code of the escalation that `definition` throws or catches; empty for any."""
    escalation = definition.escalation
    return text(step, key, escalation.code, f"code of the escalation {escalation.id}") if escalation else ""


def throw_escalation(step: Step, key: int, definition: EscalationEventDefinition) -> None:
    """The event instance `key` throws an escalation and goes on. Where nothing catches it, it stands in the history."""
    code = escalation_code(step, key, definition)
    found = _catcher(step, key, code)
    step.emit(EscalationThrown(key, code, found[1].id if found else ""))
    complete(step, key)
    if found is None:
        return
    owner, event, definition = found
    trigger(step, owner, event.id, {definition.code_variable: code} if definition.code_variable else {})


def _catcher(
    step: Step, key: int, code: str
) -> tuple[int, BoundaryEvent | StartEvent, EscalationEventDefinition] | None:
    """The nearest event that catches `code`; on one level, an event that names it goes before one for all."""
    for level in around(step, key):
        catches_all = None
        for owner, event in level:
            definition = event.definition
            if isinstance(definition, EscalationEventDefinition):
                wanted = escalation_code(step, owner, definition)
                if wanted == code:
                    return owner, event, definition
                if not wanted:
                    catches_all = catches_all or (owner, event, definition)
        if catches_all:
            return catches_all
    return None
