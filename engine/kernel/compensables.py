"""What can be undone later is kept in its scope when it completes, with the data of its time (BPMN 2.0.2, 10.7)."""

from engine.kernel.context import Step
from engine.kernel.facts import CompensableCompleted
from engine.kernel.nodes import Node
from engine.kernel.variables import visible
from engine.model.elements import EventSubProcess
from engine.model.events import CompensateEventDefinition, parts


def keep_compensable(step: Step, key: int, node: Node) -> None:
    """Keep the instance `key`, which is about to end, if something can undo it or what ended inside it."""
    instance = step.state.elements[key]
    if node.is_body:
        if instance.compensable:
            step.emit(CompensableCompleted(key, body=True))
        return
    handlers = handlers_of(step, key, node.id)
    for handler in handlers:
        step.emit(CompensableCompleted(key, handler, dict(visible(step, key))))
    if not handlers and instance.compensable and not isinstance(node.element, EventSubProcess):
        step.emit(CompensableCompleted(key))


def handlers_of(step: Step, key: int, element: str) -> list[str]:
    """What undoes the activity: its compensation event sub-process, and what its compensation event leads to.

    The one that is named last is the first to undo.
    """
    process = step.process_at(key)
    found = [
        event.scope
        for event in process.event_sub_processes.get(element, ())
        if any(isinstance(definition, CompensateEventDefinition) for definition in parts(event.definition))
    ]
    attached = process.handlers.get(element)
    return [*found, attached] if attached else found
