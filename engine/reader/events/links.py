"""Link event definitions (BPMN 2.0.2, 10.5.5)."""

from lxml import etree

from engine.model.events import LinkEventDefinition
from engine.reader.context import Context
from engine.reader.nodes import attribute
from engine.reader.problems import error

NAMELESS = error("link-without-name", "the link of {it} has no name.", "Give both ends of the link the same name.")


def link_definition(node: etree._Element, event: etree._Element, context: Context) -> LinkEventDefinition:
    """The name that the two ends of the link have."""
    name = attribute(node, "name")
    if not name:
        context.problems.add(NAMELESS, event)
    return LinkEventDefinition(name)
