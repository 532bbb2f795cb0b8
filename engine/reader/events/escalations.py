"""Escalation event definitions (BPMN 2.0.2, 10.5.5)."""

from lxml import etree

from engine.model.events import Escalation, EscalationEventDefinition
from engine.reader.context import Context
from engine.reader.nodes import attribute, reference
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn, polku

UNKNOWN = error(
    "escalation-unknown",
    "{it} refers to the escalation “{escalation}”, which the file does not define.",
    "Choose an escalation, or make a new one.",
)


def escalation_definition(node: etree._Element, event: etree._Element, context: Context) -> EscalationEventDefinition:
    """The escalation that the event throws or catches, and the variable that gets its code."""
    escalation = _escalation(reference(node, "escalationRef"), event, context)
    return EscalationEventDefinition(escalation, attribute(node, polku("escalationCodeVariable")) or None)


def _escalation(id: str, event: etree._Element, context: Context) -> Escalation | None:
    if not id:
        return None
    found = context.definition(id, bpmn("escalation"))
    if found is None:
        context.problems.add(UNKNOWN, event, escalation=id)
        return None
    code = context.expressions.optional("text", found, "escalationCode")
    return Escalation(id, attribute(found, "name"), code)
