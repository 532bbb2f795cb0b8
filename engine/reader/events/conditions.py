"""Conditional event definitions (BPMN 2.0.2, 10.5.5)."""

from lxml import etree

from engine.model.events import ConditionalEventDefinition
from engine.reader.context import Context
from engine.reader.nodes import child
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn

MISSING = error("event-without-condition", "{it} has no condition.", "Write the condition that it waits for.")


def conditional_definition(
    node: etree._Element, event: etree._Element, context: Context
) -> ConditionalEventDefinition | None:
    """The condition that the event waits for."""
    condition = context.expressions.condition(child(node, bpmn("condition")), "the condition")
    if condition is None:
        context.problems.add(MISSING, event)
        return None
    return ConditionalEventDefinition(condition)
