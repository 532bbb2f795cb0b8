"""Messages: whom they are for."""

from collections.abc import Iterator

from lxml import etree

from engine.model.elements import EndEvent, Event, IntermediateThrowEvent, ReceiveTask, StartEvent
from engine.model.events import Message, MessageEventDefinition
from engine.reader.draft import Draft
from engine.reader.nodes import is_event_sub_process
from engine.reader.problems import warning
from engine.reader.rules.table import Found, at, rule


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
    """The messages that running instances wait for; a process starts with any message."""
    for task, node in draft.of(ReceiveTask):
        yield task.message, node
    for event, node in draft.of(Event):
        begins = isinstance(event, StartEvent) and not is_event_sub_process(node.getparent())
        if begins or isinstance(event, IntermediateThrowEvent | EndEvent):
            continue
        if isinstance(event.definition, MessageEventDefinition):
            yield event.definition.message, node


RULES = (without_correlation,)
