"""What all flow nodes have in common; each kind adds its own in a parser class of a few lines."""

from typing import Any

from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser

from engine.model.elements import Element
from engine.model.extensions import VariableMapping
from engine.reader.context import Context
from engine.reader.elements.data import data_flow
from engine.reader.elements.listeners import listeners
from engine.reader.expressions import NOTHING
from engine.reader.nodes import attribute, documentation, extensions
from engine.reader.problems import error
from engine.reader.vocabulary import zeebe

NO_TARGET = error(
    "mapping-without-target",
    "{it} has an input or output mapping that does not say which variable it sets.",
    "Give the mapping a variable name, or remove it.",
)


class ElementParser(TaskParser):  # type: ignore[misc]  # SpiffWorkflow publishes no types
    """SpiffWorkflow's parser class for one flow node, giving an element of the model instead of a task."""

    @property
    def context(self) -> Context:
        """What is known of the whole file."""
        found: Context = self.process_parser.parser.context
        return found

    def parse_node(self) -> Element:
        """Read the node into the model class that the table of constructs names for it."""
        element: Element = self.spec_class(**self.common(), **self.details())
        return element

    def details(self) -> dict[str, Any]:
        """What this kind of element has beside the common fields."""
        return {}

    def common(self) -> dict[str, Any]:
        """The fields of every element."""
        graph = self.process_parser
        return {
            "id": self.bpmn_id,
            "scope": graph.scope_of(self.node),
            "name": attribute(self.node, "name"),
            "documentation": documentation(self.node),
            "incoming": graph.incoming(self.bpmn_id),
            "outgoing": graph.outgoing(self.bpmn_id),
            "default": attribute(self.node, "default") or None,
            "inputs": self._mappings("input"),
            "outputs": self._mappings("output"),
            "properties": self.context.properties(self.node),
            "data": data_flow(self.node, self.context),
            "start_listeners": listeners(self.node, self.context, "start"),
            "end_listeners": listeners(self.node, self.context, "end"),
        }

    def _mappings(self, direction: str) -> tuple[VariableMapping, ...]:
        return tuple(
            self._mapping(found)
            for holder in extensions(self.node, zeebe("ioMapping"))
            for found in holder.iterchildren(zeebe(direction))
        )

    def _mapping(self, node: Any) -> VariableMapping:
        target = attribute(node, "target")
        if not target:
            self.context.problems.add(NO_TARGET, node)
        source = self.context.expressions.optional("value", node, "source")
        return VariableMapping(NOTHING if source is None else source, target)
