"""Tasks that pass on by themselves or by a job, and embedded sub-processes (BPMN 2.0.2, 10.3)."""

from typing import Any

from engine.reader.elements.base import ElementParser
from engine.reader.elements.jobs import job_definition
from engine.reader.elements.loops import multi_instance


class ActivityParser(ElementParser):
    """A task without a kind, a manual task or a sub-process."""

    def details(self) -> dict[str, Any]:
        return {"loop": multi_instance(self.node, self.context)}


class JobTaskParser(ActivityParser):
    """A service task: a job does its work."""

    def details(self) -> dict[str, Any]:
        return super().details() | {"job": job_definition(self.node, self.context)}
