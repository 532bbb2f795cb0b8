"""Loops (BPMN 2.0.2, 10.3.8): standard ones; multi-instance by zeebe:loopCharacteristics or the standard's elements."""

from typing import Any

from lxml import etree

from engine.model.extensions import MultiInstance, StandardLoop
from engine.reader.context import Context
from engine.reader.elements.data import loop_data
from engine.reader.elements.loop_events import loop_events
from engine.reader.expressions import never_gives
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
NEVER_ENDS = error(
    "loop-without-end",
    "{it} is repeated, but nothing says how long.",
    "Give it a loop condition or a loop maximum.",
)
BAD_MAXIMUM = error(
    "loop-maximum",
    "{it} has the loop maximum “{maximum}”, which is no number of rounds.",
    "Write a whole number from 0, or remove it.",
)


BAD_CARDINALITY = error(
    "loop-cardinality",
    "{it} has the loop cardinality “{number}”, which is no number of items.",
    "Write a whole number from 0, or an expression that gives one.",
)


def loop(node: etree._Element, context: Context) -> MultiInstance | StandardLoop | None:
    """The loop of an activity; None where it has none."""
    several = child(node, bpmn("multiInstanceLoopCharacteristics"))
    if several is not None:
        return _multi_instance(node, several, context)
    again = child(node, bpmn("standardLoopCharacteristics"))
    return None if again is None else _standard_loop(node, again, context)


def _standard_loop(node: etree._Element, found: etree._Element, context: Context) -> StandardLoop:
    condition = context.expressions.condition(child(found, bpmn("loopCondition")), "the loop condition")
    maximum = attribute(found, "loopMaximum")
    if maximum and not maximum.isdecimal():
        context.problems.add(BAD_MAXIMUM, node, maximum=maximum)
    if condition is None and not maximum:
        context.problems.add(NEVER_ENDS, node)
    return StandardLoop(
        test_before=is_true(found, "testBefore"),
        condition=condition,
        maximum=context.expressions.optional("value", found, "loopMaximum"),
    )


def _multi_instance(node: etree._Element, found: etree._Element, context: Context) -> MultiInstance:
    data = extension(found, zeebe("loopCharacteristics"))
    expressions = context.expressions
    collection = expressions.optional("feel", data, "inputCollection")
    cardinality = expressions.formal(child(found, bpmn("loopCardinality")), "the loop cardinality")
    if cardinality is not None and never_gives(cardinality, _is_number_of_items):
        context.problems.add(BAD_CARDINALITY, node, number=cardinality.text)
    items = loop_data(found, context, node)
    if collection is None and cardinality is None and items.input is None:
        context.problems.add(ENDLESS, node)
    elif cardinality is not None and (collection is not None or items.input is not None):
        context.problems.add(TWO_NUMBERS, node)
    condition = expressions.condition(child(found, bpmn("completionCondition")), "the completion condition")
    return MultiInstance(
        sequential=is_true(found, "isSequential"),
        collection=collection,
        element_variable=_name(data, "inputElement") or (items.input_item.name if items.input_item else None),
        output_collection=_name(data, "outputCollection") or (items.output.name if items.output else None),
        output_element=expressions.optional("feel", data, "outputElement"),
        cardinality=cardinality,
        completion_condition=condition,
        data=items,
        events=loop_events(node, found, context),
    )


def _is_number_of_items(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _name(node: etree._Element | None, name: str) -> str | None:
    return (attribute(node, name) or None) if node is not None else None
