"""Where the tokens of a process or sub-process begin (BPMN 2.0.2, 13.2 and 13.3.4)."""

from engine.kernel.context import Step
from engine.kernel.lifecycle import activate
from engine.model.elements import Element
from engine.model.process import Process


def beginnings(process: Process, scope: str) -> tuple[Element, ...]:
    """The none start events of a scope; in one without any start event, what no flow leads to."""
    events = process.starts.get(scope, ())
    if not events:
        return process.sources.get(scope, ())
    return tuple(event for event in events if event.definition is None)


def start_scope(step: Step, key: int) -> bool:
    """Send tokens from the beginnings of the scope instance `key`. False when there are none."""
    found = beginnings(step.process_at(key), step.state.elements[key].element)
    for element in found:
        step.later(activate, element, key)
    return bool(found)
