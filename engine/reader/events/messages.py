"""Message event definitions (BPMN 2.0.2, 10.5.5)."""

from lxml import etree

from engine.model.events import MessageEventDefinition
from engine.reader.context import Context
from engine.reader.elements.messages import message


def message_definition(node: etree._Element, event: etree._Element, context: Context) -> MessageEventDefinition:
    """The message that the event waits for or throws."""
    return MessageEventDefinition(message(node, context, event))
