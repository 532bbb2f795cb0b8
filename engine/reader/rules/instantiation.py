"""Receive tasks and event-based gateways that begin a process instance."""

from collections.abc import Iterator

from lxml import etree

from engine.model.elements import EventBasedGateway, ReceiveTask, StartEvent
from engine.reader.draft import Draft
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule


@rule(
    error(
        "instantiate-inside",
        "{it} would begin a process, but stands in a sub-process.",
        "Move it to the process itself, or remove “instantiate”.",
    )
)
def inside(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 13.2: a process is instantiated by what stands directly in it."""
    return (at(node) for element, node in _instantiating(draft) if element.scope != draft.id)


@rule(
    error(
        "receive-instantiates-with-flow",
        "{it} begins a process, but another flow than that of a start event leads to it.",
        "Let no flow lead to it, or only one from a start event.",
    )
)
def receive_with_flow(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3: an instantiating receive task has no incoming flow, or one from a start event only."""
    for task, node in draft.of(ReceiveTask):
        sources = [draft.elements.get(draft.flows[id].source) for id in task.incoming]
        alone = len(sources) < 2 and all(
            isinstance(source, StartEvent) and source.definition is None for source in sources
        )
        if task.instantiate and not alone:
            yield at(node)


@rule(
    warning(
        "receive-instantiates-after-start",
        "{it} begins a process, and a start event leads to it: either would do.",
        "Remove the start event, or make it a message start event and remove “instantiate”.",
    )
)
def receive_after_start(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3 allows this; its metamodel says that such a task has no incoming sequence flow."""
    return (at(node) for task, node in draft.of(ReceiveTask) if task.instantiate and task.incoming)


@rule(
    error(
        "receive-instantiates-repeated",
        "{it} begins a process, but is repeated.",
        "Remove the loop, or begin the process otherwise.",
    )
)
def receive_repeated(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3: one message begins one process instance."""
    return (at(node) for task, node in draft.of(ReceiveTask) if task.instantiate and task.loop is not None)


@rule(
    error(
        "event-gateway-instantiates-with-flow",
        "{it} begins a process, but a sequence flow leads into it.",
        "Remove the flow, or remove “instantiate”.",
    )
)
def gateway_with_flow(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.6: an event-based gateway that instantiates must not have any incoming sequence flows."""
    return (at(node) for gateway, node in draft.of(EventBasedGateway) if gateway.instantiate and gateway.incoming)


@rule(
    error(
        "event-gateway-parallel",
        "{it} waits for all of its events, but does not begin a process.",
        "Make it exclusive, or put the events behind a parallel gateway.",
    )
)
def parallel_without_instantiating(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.6: only an event-based gateway that instantiates may be parallel."""
    return (at(node) for gateway, node in draft.of(EventBasedGateway) if gateway.parallel and not gateway.instantiate)


def _instantiating(draft: Draft) -> Iterator[tuple[ReceiveTask | EventBasedGateway, etree._Element]]:
    yield from ((task, node) for task, node in draft.of(ReceiveTask) if task.instantiate)
    yield from ((gateway, node) for gateway, node in draft.of(EventBasedGateway) if gateway.instantiate)


RULES = (
    inside,
    receive_with_flow,
    receive_after_start,
    receive_repeated,
    gateway_with_flow,
    parallel_without_instantiating,
)
