"""Messages that are named beside the processes, and the tasks that send and receive them (BPMN 2.0.2, 8.4.11)."""

from typing import Any

from lxml import etree

from engine.model.events import Message
from engine.reader.context import Context
from engine.reader.elements.activities import ActivityParser, JobTaskParser
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


class SendTaskParser(JobTaskParser):
    """A message to send, or a job that does so."""

    def details(self) -> dict[str, Any]:
        return super().details() | {"message": message(self.node, self.context, self.node)}


class ReceiveTaskParser(ActivityParser):
    """The message that the task waits for."""

    def details(self) -> dict[str, Any]:
        return super().details() | {"message": message(self.node, self.context, self.node)}
