"""Compensate and cancel event definitions (BPMN 2.0.2, 10.5.5 and 10.7)."""

from lxml import etree

from engine.model.events import CancelEventDefinition, CompensateEventDefinition
from engine.reader.context import Context
from engine.reader.nodes import reference


def compensate_definition(node: etree._Element, _event: etree._Element, _context: Context) -> CompensateEventDefinition:
    """The activity that is undone; none for all that is complete in the scope."""
    return CompensateEventDefinition(reference(node, "activityRef") or None)


def cancel_definition(_node: etree._Element, _event: etree._Element, _context: Context) -> CancelEventDefinition:
    """Nothing more is said of it."""
    return CancelEventDefinition()
