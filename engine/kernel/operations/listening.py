"""Which events an element instance waits for, by the diagram of its version."""

from engine.kernel.behaviour import is_loop_body
from engine.kernel.context import Step
from engine.kernel.job_phases import waits_to_begin
from engine.kernel.state import ElementInstance, Inputs, State
from engine.model.elements import (
    Activity,
    Element,
    Event,
    EventBasedGateway,
    EventSubProcess,
    ReceiveTask,
    is_cancelling,
)
from engine.model.events import MultipleEventDefinition, parts
from engine.model.process import Process


def attached(process: Process, id: str, instance: ElementInstance) -> dict[str, Event]:
    """The events that stand around what runs at `id` there, by id: boundary events, starts of event sub-processes."""
    element = None if instance.definition else process.elements[id]
    found: list[Event] = []
    if isinstance(element, Activity) and not instance.index:
        found += process.boundaries.get(id, ())
    if element is None or not is_loop_body(element, instance):
        found += process.event_sub_processes.get(id, ())
    return {event.id: event for event in found}


def awaited(process: Process, id: str) -> dict[str, Element]:
    """What runs at `id` waits for itself: its own event, or those behind its event-based gateway."""
    element = process.elements.get(id)
    if isinstance(element, EventBasedGateway):
        targets = (process.elements[process.flows[flow].target] for flow in element.outgoing)
        return {target.id: target for target in targets}
    return {id: element} if isinstance(element, Event | ReceiveTask) else {}


def kinds(element: Element) -> tuple[object, ...]:
    """What an event waits for or throws, without its details: two events with other kinds are different events."""
    if isinstance(element, Event):
        definition = element.definition
        parallel = isinstance(definition, MultipleEventDefinition) and definition.parallel
        return (parallel, *(type(part) for part in parts(definition)))
    return (type(element),)


def is_interrupted(step: Step, key: int) -> bool:
    """Whether an interrupting event sub-process has ended what went on in the scope: nothing else is awaited there."""
    process = step.process_at(key)
    for one in step.state.elements.values():
        if one.scope == key and not one.definition:
            element = process.elements.get(one.element)
            if isinstance(element, EventSubProcess) and process.starts[element.id][0].interrupting:
                return True
    return False


def is_cancelled(step: Step, key: int) -> bool:
    """Whether the transaction is being undone, or an item of it: it will be left by its cancel event and no other."""
    elements, process = step.state.elements, step.process_at(key)
    items = {one for one, instance in elements.items() if instance.scope == key and instance.index}
    return any(
        is_cancelling(process.elements.get(instance.element)) and not has_not_begun(step.state, one)
        for one, instance in elements.items()
        if instance.scope == key or instance.scope in items
    )


def has_not_begun(state: State, key: int) -> bool:
    """Whether the work of the instance is still to begin: when data comes, after a job or resuming, or by a retry."""
    instance = state.elements[key]
    if waits_to_begin(state, instance):
        return True
    if instance.phase == "held" or any(isinstance(state.waits[wait], Inputs) for wait in instance.waits):
        return True
    return any(one.owner == key and one.phase == "activating" for one in state.incidents.values())
