"""Sub-processes (BPMN 2.0.2, 10.3.5): embedded, started by an event, transactions, ad-hoc."""

from typing import Any

from engine.model.elements import Element, EventSubProcess
from engine.reader.elements.activities import ActivityParser
from engine.reader.nodes import attribute, child, extension, is_event_sub_process, is_true
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn, zeebe

COLLECTS = error(
    "ad-hoc-output",
    "{it} collects an output of its activities, which the engine does not do.",
    "Remove the output collection; what the activities give goes to the variables.",
)


class SubProcessParser(ActivityParser):
    """A sub-process that a flow starts, or one that an event starts."""

    def parse_node(self) -> Element:
        if is_event_sub_process(self.node):
            self.spec_class = EventSubProcess
        return super().parse_node()


class AdHocSubProcessParser(ActivityParser):
    """The order in which the activities may run, and what ends them; zeebe:adHoc chooses which begin."""

    def details(self) -> dict[str, Any]:
        expressions = self.context.expressions
        chosen = extension(self.node, zeebe("adHoc"))
        if chosen is not None and (chosen.get("outputCollection") or chosen.get("outputElement")):
            self.context.problems.add(COLLECTS, self.node)
        condition = child(self.node, bpmn("completionCondition"))
        return super().details() | {
            "sequential": attribute(self.node, "ordering") == "Sequential",
            "completion_condition": expressions.condition(condition, "the completion condition"),
            "cancel_remaining": is_true(self.node, "cancelRemainingInstances", default=True),
            "active_elements": expressions.optional("feel", chosen, "activeElementsCollection"),
        }
