"""Compensate and cancel event definitions (BPMN 2.0.2, 10.5.5 and 10.7)."""

from lxml import etree

from engine.model.events import CancelEventDefinition, CompensateEventDefinition
from engine.reader.context import Context
from engine.reader.nodes import is_true, reference


def compensate_definition(node: etree._Element, _event: etree._Element, _context: Context) -> CompensateEventDefinition:
    """The activity that is undone; none for all that is complete in the scope. Whether the thrower waits for it."""
    waits = is_true(node, "waitForCompletion", default=True)
    return CompensateEventDefinition(reference(node, "activityRef") or None, waits)


def cancel_definition(_node: etree._Element, _event: etree._Element, _context: Context) -> CancelEventDefinition:
    """Nothing more is said of it."""
    return CancelEventDefinition()
