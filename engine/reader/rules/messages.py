"""Messages: whom they are for."""

from collections.abc import Iterator

from lxml import etree

from engine.model.elements import EndEvent, Event, EventBasedGateway, IntermediateThrowEvent, ReceiveTask, StartEvent
from engine.model.entries import is_parallel
from engine.model.events import Message, MessageEventDefinition, parts
from engine.reader.draft import Draft
from engine.reader.nodes import is_event_sub_process, is_true
from engine.reader.problems import warning
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn


@rule(
    warning(
        "message-without-correlation",
        "{it} waits for the message “{message}” without a correlation key: any such message is for any instance.",
        "Give the message a subscription correlation key, such as the number of the case.",
    )
)
def without_correlation(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 8.4.2: correlation says which instance a message is for."""
    for message, node in _awaited(draft):
        if message is not None and message.correlation_key is None:
            yield at(node, message=message.name.text.strip('"'))


def _awaited(draft: Draft) -> Iterator[tuple[Message | None, etree._Element]]:
    """The messages that running instances wait for; a process starts with any message.

    Where several must come, the first starts the process, and a running instance waits for the others.
    """
    first = {
        draft.flows[id].target
        for gateway, _ in draft.of(EventBasedGateway)
        for id in gateway.outgoing
        if gateway.instantiate and not gateway.parallel
    }
    for task, node in draft.of(ReceiveTask):
        if not task.instantiate and task.id not in first:
            yield task.message, node
    for event, node in draft.of(Event):
        starts = isinstance(event, StartEvent) and not is_event_sub_process(node.getparent())
        begins = starts and not is_parallel(event.definition)
        if begins or event.id in first or isinstance(event, IntermediateThrowEvent | EndEvent):
            continue
        for part in parts(event.definition):
            if isinstance(part, MessageEventDefinition):
                yield part.message, node


@rule(
    warning(
        "message-without-operation",
        "{it} says neither by which operation its message comes or goes, nor how it is correlated.",
        "Give the message a subscription with a correlation key, or the event an operation.",
    )
)
def without_operation(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.98: in an executable process, a message event has an operation.

    The correlation key of the dialect does the same. Where a message is awaited, the rule above asks for it.
    """
    if not is_true(draft.node, "isExecutable"):
        return
    awaited = {node for _, node in _awaited(draft)}
    for event, node in draft.of(Event):
        if node in awaited or (isinstance(event, IntermediateThrowEvent | EndEvent) and event.job is not None):
            continue
        if any(True for _ in node.iterdescendants(bpmn("operationRef"))):
            continue
        for part in parts(event.definition):
            match part:
                case MessageEventDefinition(Message(correlation_key=None)):
                    yield at(node)


RULES = (without_correlation, without_operation)
