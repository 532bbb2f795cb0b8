"""Tasks that send and receive messages (BPMN 2.0.2, 10.3.3)."""

from typing import Any

from engine.reader.elements.activities import ActivityParser, JobTaskParser
from engine.reader.events.messages import message
from engine.reader.nodes import is_true


class SendTaskParser(JobTaskParser):
    """A message to send, or a job that does so."""

    def details(self) -> dict[str, Any]:
        return super().details() | {"message": message(self.node, self.context, self.node)}


class ReceiveTaskParser(ActivityParser):
    """The message that the task waits for, and whether it begins a process instance."""

    def details(self) -> dict[str, Any]:
        awaited = message(self.node, self.context, self.node)
        return super().details() | {"message": awaited, "instantiate": is_true(self.node, "instantiate")}
