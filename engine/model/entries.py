"""Where something that happens outside begins an instance of a process (BPMN 2.0.2, 13.2 and 13.5.1).

Besides start events with a trigger, these are receive tasks and event-based gateways that instantiate. Where several
things must all happen (a parallel multiple start event, a parallel event-based gateway), the first of them begins the
instance and the others are awaited in it. Which may be the first follows from what can find that instance: messages,
by their correlation; without any message signals, without these conditions, and otherwise timers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.model.elements import EventBasedGateway, IntermediateCatchEvent, ReceiveTask, StartEvent
from engine.model.events import (
    ConditionalEventDefinition,
    EventDefinition,
    MessageEventDefinition,
    MultipleEventDefinition,
    SignalEventDefinition,
    parts,
)
from engine.model.process import Process

Beginning = StartEvent | ReceiveTask | IntermediateCatchEvent

_FIRST = (MessageEventDefinition, SignalEventDefinition, ConditionalEventDefinition)


@dataclass(frozen=True, slots=True)
class Entry:
    """What begins an instance: the definition number `part` of `element`, which may stand behind `gateway`."""

    element: Beginning
    part: int
    definition: EventDefinition
    gateway: EventBasedGateway | None = None


def entries(process: Process) -> Iterator[Entry]:
    """All of them, in the order of the diagram."""
    for element in process.elements.values():
        if element.scope != process.id:
            continue
        match element:
            case StartEvent():
                found = list(_parts(element))
                yield from _first(found) if is_parallel(element.definition) else found
            case ReceiveTask(instantiate=True):
                yield from _parts(element)
            case EventBasedGateway(instantiate=True):
                found = [entry for event in events_behind(process, element) for entry in _parts(event, element)]
                yield from _first(found) if element.parallel else found


def events_behind(process: Process, gateway: EventBasedGateway) -> Iterator[ReceiveTask | IntermediateCatchEvent]:
    """What an event-based gateway waits for."""
    for flow in gateway.outgoing:
        target = process.elements[process.flows[flow].target]
        if isinstance(target, ReceiveTask | IntermediateCatchEvent):
            yield target


def is_parallel(definition: EventDefinition | None) -> bool:
    """Whether several things must all happen."""
    return isinstance(definition, MultipleEventDefinition) and definition.parallel


def _parts(element: Beginning, gateway: EventBasedGateway | None = None) -> Iterator[Entry]:
    if isinstance(element, ReceiveTask):
        if element.message is not None:
            yield Entry(element, 0, MessageEventDefinition(element.message), gateway)
        return
    for part, definition in enumerate(parts(element.definition)):
        yield Entry(element, part, definition, gateway)


def _first(found: list[Entry]) -> list[Entry]:
    for kind in _FIRST:
        of_kind = [entry for entry in found if isinstance(entry.definition, kind)]
        if of_kind:
            return of_kind
    return found
