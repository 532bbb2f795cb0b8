"""Tasks that pass on by themselves or by a job (BPMN 2.0.2, 10.3)."""

from typing import Any

from engine.reader.elements.base import ElementParser
from engine.reader.elements.jobs import job_definition
from engine.reader.elements.loops import loop
from engine.reader.nodes import is_true, whole_number


class ActivityParser(ElementParser):
    """What all activities have; a task without a kind or a manual task has no more."""

    def details(self) -> dict[str, Any]:
        return {
            "loop": loop(self.node, self.context),
            "start_quantity": self._quantity("startQuantity"),
            "completion_quantity": self._quantity("completionQuantity"),
            "for_compensation": is_true(self.node, "isForCompensation"),
        }

    def _quantity(self, name: str) -> int:
        """A number of tokens; what is no such number is said by the rule on quantities."""
        found = whole_number(self.node, name)
        return 1 if found is None else found


class JobTaskParser(ActivityParser):
    """A service task: a job does its work."""

    def details(self) -> dict[str, Any]:
        return super().details() | {"job": job_definition(self.node, self.context)}
