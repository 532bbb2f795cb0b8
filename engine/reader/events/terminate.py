"""Terminate event definitions (BPMN 2.0.2, 10.5.5)."""

from lxml import etree

from engine.model.events import TerminateEventDefinition
from engine.reader.context import Context


def terminate_definition(_node: etree._Element, _event: etree._Element, _context: Context) -> TerminateEventDefinition:
    """Nothing more is said of it."""
    return TerminateEventDefinition()
