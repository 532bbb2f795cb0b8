"""A process: the graph that the kernel walks, with the indexes that make each look-up one step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.model.data import DataFlow
from engine.model.elements import (
    Activity,
    BoundaryEvent,
    ComplexGateway,
    Element,
    EventBasedGateway,
    EventSubProcess,
    InclusiveGateway,
    IntermediateCatchEvent,
    ParallelGateway,
    ReceiveTask,
    SequenceFlow,
    StartEvent,
)
from engine.model.events import CompensateEventDefinition, LinkEventDefinition, parts


@dataclass(frozen=True, slots=True)
class Process:
    """One executable process of a diagram. Built by `process()`, which fills the indexes."""

    id: str
    name: str
    elements: Mapping[str, Element]
    flows: Mapping[str, SequenceFlow]
    version_tag: str | None = None
    documentation: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, tuple[StartEvent, ...]] = field(default_factory=dict)  # by scope id
    boundaries: Mapping[str, tuple[BoundaryEvent, ...]] = field(default_factory=dict)  # by activity id
    beginnings: Mapping[str, tuple[Element, ...]] = field(default_factory=dict)  # where tokens begin, by scope id
    sources: Mapping[str, tuple[Element, ...]] = field(default_factory=dict)  # what no flow leads to, by scope id
    joins: frozenset[str] = frozenset()  # what waits for several tokens before it begins
    event_sub_processes: Mapping[str, tuple[StartEvent, ...]] = field(default_factory=dict)  # their starts, by scope id
    handlers: Mapping[str, str] = field(default_factory=dict)  # what undoes an activity, by its id
    undoable: frozenset[str] = frozenset()  # activities that something undoes: a handler, or an event sub-process in it
    data: DataFlow | None = None  # what the process takes in and gives out when it is called
    declared: Mapping[str, frozenset[str]] = field(default_factory=dict)  # names of data, by sub-process id
    worked_out: dict[type, Any] = field(default_factory=dict, compare=False, repr=False)  # kept by who executes it


def process(
    id: str,
    name: str,
    elements: Iterable[Element],
    flows: Iterable[SequenceFlow],
    *,
    version_tag: str | None = None,
    documentation: str = "",
    properties: Mapping[str, str] | None = None,
    data: DataFlow | None = None,
    declared: Mapping[str, frozenset[str]] | None = None,
) -> Process:
    """Build a `Process` with its indexes from its flow nodes and sequence flows."""
    by_id = {element.id: element for element in elements}
    starts: dict[str, list[StartEvent]] = {}
    boundaries: dict[str, list[BoundaryEvent]] = {}
    sources: dict[str, list[Element]] = {}
    joins = set()
    triggers: dict[str, list[StartEvent]] = {}
    arrows = tuple(flows)
    behind_event_gateway = {flow.target for flow in arrows if isinstance(by_id[flow.source], EventBasedGateway)}
    for element in by_id.values():
        match element:
            case StartEvent():
                starts.setdefault(element.scope, []).append(element)
                around = by_id.get(element.scope)
                if isinstance(around, EventSubProcess):
                    triggers.setdefault(around.scope, []).append(element)
            case EventSubProcess() | Activity(for_compensation=True):
                continue
            case ReceiveTask(instantiate=True) | EventBasedGateway(instantiate=True):
                continue  # it begins when something happens outside: see engine.model.entries
            case IntermediateCatchEvent(definition=LinkEventDefinition()):
                continue
            case BoundaryEvent():
                boundaries.setdefault(element.attached_to, []).append(element)
            case _ if not element.incoming and element.id not in behind_event_gateway:
                sources.setdefault(element.scope, []).append(element)
        if isinstance(element, ParallelGateway | InclusiveGateway | ComplexGateway) and len(element.incoming) > 1:
            joins.add(element.id)
        if isinstance(element, Activity) and element.start_quantity > 1:
            joins.add(element.id)
    handlers = {
        event.attached_to: event.handler
        for events in boundaries.values()
        for event in events
        if event.handler is not None
    }
    return Process(
        id=id,
        name=name,
        elements=by_id,
        flows={flow.id: flow for flow in arrows},
        version_tag=version_tag,
        documentation=documentation,
        properties=properties or {},
        starts={scope: tuple(events) for scope, events in starts.items()},
        boundaries={activity: tuple(events) for activity, events in boundaries.items()},
        beginnings=_beginnings(starts, sources),
        sources={scope: tuple(found) for scope, found in sources.items()},
        joins=frozenset(joins),
        event_sub_processes={scope: tuple(events) for scope, events in triggers.items()},
        handlers=handlers,
        undoable=frozenset(handlers) | {scope for scope, events in triggers.items() if any(map(_undoes, events))},
        data=data,
        declared=declared or {},
    )


def _beginnings(
    starts: Mapping[str, list[StartEvent]], sources: Mapping[str, list[Element]]
) -> dict[str, tuple[Element, ...]]:
    """The none start events of each scope; in one without any start event, what no flow leads to (13.2 and 13.3.4)."""
    found = {scope: tuple(events) for scope, events in sources.items()}
    return found | {scope: tuple(one for one in events if one.definition is None) for scope, events in starts.items()}


def _undoes(event: StartEvent) -> bool:
    return any(isinstance(definition, CompensateEventDefinition) for definition in parts(event.definition))
