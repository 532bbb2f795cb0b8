"""Tokens begin in a process or sub-process where its diagram lets them (BPMN 2.0.2, 13.2 and 13.3.4)."""

from engine.kernel.context import Step
from engine.kernel.lifecycle import activate


def start_scope(step: Step, key: int) -> bool:
    """Send tokens from the beginnings of the scope instance `key`. False when there are none."""
    instance = step.state.elements[key]
    found = step.graph_at(instance.process).process.beginnings.get(instance.element, ())
    for element in found:
        step.later(activate, element, key)
    return bool(found)
