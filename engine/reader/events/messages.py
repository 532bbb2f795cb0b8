"""Messages that are named beside the processes, and message event definitions (BPMN 2.0.2, 8.4.11 and 10.5.5)."""

from lxml import etree

from engine.model.events import Message, MessageEventDefinition
from engine.reader.context import Context
from engine.reader.expressions import NOTHING
from engine.reader.nodes import attribute, extension, reference
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn, polku, zeebe

UNKNOWN = error(
    "message-unknown",
    "{it} refers to the message “{message}”, which the file does not define.",
    "Choose a message, or make a new one.",
)
NAMELESS = error("message-without-name", "the message of {it} has no name.", "Give the message a name.")


def message_definition(node: etree._Element, event: etree._Element, context: Context) -> MessageEventDefinition:
    """The message that the event waits for or throws."""
    return MessageEventDefinition(message(node, context, event))


def message(node: etree._Element, context: Context, shown_on: etree._Element) -> Message | None:
    """The message that `node` refers to; None where it refers to none."""
    id = reference(node, "messageRef")
    if not id:
        return None
    found = context.definition(id, bpmn("message"))
    if found is None:
        context.problems.add(UNKNOWN, shown_on, message=id)
        return None
    name = context.expressions.optional("text", found, "name")
    if name is None:
        context.problems.add(NAMELESS, shown_on)
    key = context.expressions.optional("feel", extension(found, zeebe("subscription")), "correlationKey")
    time_to_live = context.expressions.optional("text", extension(found, polku("message")), "timeToLive")
    return Message(attribute(found, "id"), name or NOTHING, key, time_to_live)
