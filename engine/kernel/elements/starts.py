"""Where the tokens of a process or sub-process begin (BPMN 2.0.2, 13.2 and 13.3.4)."""

from engine.kernel.context import Step
from engine.kernel.lifecycle import activate
from engine.model.elements import Element


def start_scope(step: Step, key: int) -> bool:
    """Start at the none start events of the scope instance `key`; without any start event, where no flow leads in.

    False when there is nothing to start at.
    """
    process = step.process_at(key)
    scope = step.state.elements[key].element
    events = process.starts.get(scope, ())
    beginnings: tuple[Element, ...] = tuple(event for event in events if event.definition is None)
    if not events:
        beginnings = process.sources.get(scope, ())
    for element in beginnings:
        step.later(_begin, element, key)
    return bool(beginnings)


def _begin(step: Step, element: Element, scope: int) -> None:
    """Start there, unless the scope has ended before its turn came: by a terminate end event beside it, say."""
    if scope in step.state.elements:
        activate(step, element, scope)
