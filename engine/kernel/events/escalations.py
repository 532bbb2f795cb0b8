"""Escalations tell the scopes around of something; whoever threw one goes on (BPMN 2.0.2, 13.5.3)."""

from collections.abc import Callable

from engine.kernel.context import Step
from engine.kernel.events.catchers import catcher
from engine.kernel.events.trigger import happen
from engine.kernel.facts import EscalationThrown
from engine.kernel.variables import text
from engine.model.events import EscalationEventDefinition


def escalation_code(step: Step, key: int, definition: EscalationEventDefinition) -> str:
    """The code of the escalation that `definition` throws or catches; empty for any."""
    escalation = definition.escalation
    return text(step, key, escalation.code, f"code of the escalation {escalation.id}") if escalation else ""


def throw_escalation(
    step: Step, key: int, definition: EscalationEventDefinition, go_on: Callable[[Step, int], None]
) -> None:
    """The event instance `key` throws an escalation and goes on by `go_on`, before whoever catches it interrupts.

    Where nothing catches it, it stands in the history.
    """
    code = escalation_code(step, key, definition)
    found = catcher(step, key, EscalationEventDefinition, code, escalation_code)
    step.emit(EscalationThrown(key, code, found[1].id if found else ""))
    go_on(step, key)
    if found is not None and found[0] in step.state.elements:
        owner, event, caught = found
        happen(step, owner, event, {caught.code_variable: code} if caught.code_variable else {})
