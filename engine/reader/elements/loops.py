"""Multi-instance loops (BPMN 2.0.2, 10.3.8), by zeebe:loopCharacteristics or by the standard's own elements."""

from lxml import etree

from engine.model.extensions import MultiInstance
from engine.reader.context import Context
from engine.reader.nodes import attribute, child, extension, is_true
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn, zeebe

ENDLESS = error(
    "multi-instance-without-number",
    "{it} is multi-instance, but nothing says how many times.",
    "Give it an input collection or a loop cardinality.",
)
TWO_NUMBERS = error(
    "multi-instance-two-numbers",
    "{it} is multi-instance with both an input collection and a loop cardinality.",
    "Remove one of them.",
)


def multi_instance(node: etree._Element, context: Context) -> MultiInstance | None:
    """The loop of an activity; None where it has none."""
    found = child(node, bpmn("multiInstanceLoopCharacteristics"))
    if found is None:
        return None
    loop = extension(found, zeebe("loopCharacteristics"))
    expressions = context.expressions
    collection = expressions.optional("feel", loop, "inputCollection")
    cardinality = expressions.formal(child(found, bpmn("loopCardinality")), "the loop cardinality")
    if collection is None and cardinality is None:
        context.problems.add(ENDLESS, node)
    elif collection is not None and cardinality is not None:
        context.problems.add(TWO_NUMBERS, node)
    condition = expressions.formal(child(found, bpmn("completionCondition")), "the completion condition")
    return MultiInstance(
        sequential=is_true(found, "isSequential"),
        collection=collection,
        element_variable=_name(loop, "inputElement"),
        output_collection=_name(loop, "outputCollection"),
        output_element=expressions.optional("feel", loop, "outputElement"),
        cardinality=cardinality,
        completion_condition=condition,
    )


def _name(loop: etree._Element | None, name: str) -> str | None:
    return (attribute(loop, name) or None) if loop is not None else None
