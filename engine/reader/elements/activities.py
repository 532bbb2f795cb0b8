"""Tasks that pass on by themselves or by a job, and sub-processes (BPMN 2.0.2, 10.3)."""

from typing import Any

from engine.model.elements import Element, EventSubProcess
from engine.reader.elements.base import ElementParser
from engine.reader.elements.jobs import job_definition
from engine.reader.elements.loops import loop
from engine.reader.nodes import attribute, is_event_sub_process, is_true


class ActivityParser(ElementParser):
    """A task without a kind or a manual task."""

    def details(self) -> dict[str, Any]:
        return {
            "loop": loop(self.node, self.context),
            "start_quantity": self._quantity("startQuantity"),
            "completion_quantity": self._quantity("completionQuantity"),
            "for_compensation": is_true(self.node, "isForCompensation"),
        }

    def _quantity(self, name: str) -> int:
        """A number of tokens; what is no such number is said by the schema, or by the rule on quantities."""
        value = attribute(self.node, name)
        return int(value) if value.isdecimal() else 1


class SubProcessParser(ActivityParser):
    """A sub-process that a flow starts, or one that an event starts."""

    def parse_node(self) -> Element:
        if is_event_sub_process(self.node):
            self.spec_class = EventSubProcess
        return super().parse_node()


class JobTaskParser(ActivityParser):
    """A service task: a job does its work."""

    def details(self) -> dict[str, Any]:
        return super().details() | {"job": job_definition(self.node, self.context)}
