"""Error event definitions (BPMN 2.0.2, 10.5.5)."""

from lxml import etree

from engine.model.events import Error, ErrorEventDefinition
from engine.reader.context import Context
from engine.reader.nodes import attribute, reference
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn, polku

UNKNOWN = error(
    "error-unknown",
    "{it} refers to the error “{error}”, which the file does not define.",
    "Choose an error, or make a new one.",
)


def error_definition(node: etree._Element, event: etree._Element, context: Context) -> ErrorEventDefinition:
    """The error that the event throws or catches, and the variables that get its code and message."""
    return ErrorEventDefinition(
        _error(reference(node, "errorRef"), event, context),
        attribute(node, polku("errorCodeVariable")) or None,
        attribute(node, polku("errorMessageVariable")) or None,
    )


def _error(id: str, event: etree._Element, context: Context) -> Error | None:
    if not id:
        return None
    found = context.definition(id, bpmn("error"))
    if found is None:
        context.problems.add(UNKNOWN, event, error=id)
        return None
    return Error(id, attribute(found, "name"), context.expressions.optional("text", found, "errorCode"))
