"""Decision tables from XML."""

from __future__ import annotations

from engine.decisions.boxed import Reading, reads
from engine.decisions.hit_policies import AGGREGATIONS, POLICIES
from engine.decisions.nodes import Broken, DecisionTable, Input, Output, Rule
from engine.decisions.xml import Element, child, children, label, text_of
from engine.feel.names import normalized
from engine.feel.parser import parse_unary_tests
from engine.feel.syntax import Literal, Node, UnaryTests
from engine.feel.values.types import ConstrainedType, FeelType


@reads("decisionTable")
def decision_table(element: Element, reading: Reading) -> Node:
    hit_policy, aggregation = element.get("hitPolicy") or "UNIQUE", element.get("aggregation")
    if hit_policy not in POLICIES:
        reading.report.add(element, "dmn-hit-policy", policy=hit_policy, choices=", ".join(POLICIES))
        return Broken(0, f"The hit policy {hit_policy!r} is unknown")
    if aggregation is not None and (hit_policy != "COLLECT" or aggregation not in AGGREGATIONS):
        reading.report.add(element, "dmn-aggregation", policy=hit_policy, aggregation=aggregation)
        aggregation = None
    inputs = tuple(_input(column, reading) for column in children(element, "input"))
    outputs = _outputs(element, reading)
    types = tuple(reading.type_of(column.expression) for column in inputs)
    rules = tuple(
        _rule(rule, number, element, types, outputs, reading)
        for number, rule in enumerate(children(element, "rule"), 1)
    )
    return DecisionTable(0, _table_id(element), hit_policy, aggregation, inputs, outputs, rules)


def _table_id(element: Element) -> str:
    return element.get("id") or label(element)


def _input(column: Element, reading: Reading) -> Input:
    expression = child(column, "inputExpression")
    text = text_of(expression)
    node: Node = Literal(0, None)
    if expression is None or not text:
        reading.report.add(column, "dmn-input-empty")
    else:
        node = reading.typed(expression, reading.expression(expression, text), f"The input {text}")
    return Input(0, node, text, _values(child(column, "inputValues"), reading, reading.type_of(node)))


def _values(element: Element | None, reading: Reading, tested: FeelType) -> UnaryTests | None:
    text = text_of(element)
    return reading.tests(element, text, tested) if element is not None and text else None


def _outputs(table: Element, reading: Reading) -> tuple[Output, ...]:
    columns = list(children(table, "output"))
    if not columns:
        reading.report.add(table, "dmn-no-output")
    outputs: list[Output] = []
    for column in columns:
        name = normalized(column.get("name") or column.get("label") or "") or None
        if len(columns) > 1 and name is None:
            reading.report.add(column, "dmn-output-unnamed")
        entry = child(column, "defaultOutputEntry")
        text = text_of(entry)
        default = reading.expression(entry, text) if entry is not None and text else None
        given = reading.types.reference(column, column.get("typeRef"))
        allowed = _values(child(column, "outputValues"), reading, given)
        outputs.append(Output(0, name, allowed, default, _listed(given)))
    return tuple(outputs)


def _listed(wanted: FeelType) -> tuple[Node, ...]:
    """The tests that a type's values have to pass; its constraints were read before, so their texts can be."""
    return parse_unary_tests(wanted.description).tests if isinstance(wanted, ConstrainedType) else ()


def _rule(
    rule: Element,
    number: int,
    table: Element,
    inputs: tuple[FeelType, ...],
    outputs: tuple[Output, ...],
    reading: Reading,
) -> Rule:
    tests, cells = list(children(rule, "inputEntry")), list(children(rule, "outputEntry"))
    columns = list(children(table, "output"))
    if len(tests) != len(inputs) or len(cells) != len(outputs):
        counts = {"tests": len(tests), "cells": len(cells), "inputs": len(inputs), "outputs": len(outputs)}
        reading.report.add(rule, "dmn-rule-cells", number=number, **counts)
    return Rule(
        0,
        rule.get("id") or f"{_table_id(table)}-{number}",
        tuple(reading.tests(cell, text_of(cell) or "-", wanted) for cell, wanted in zip(tests, inputs, strict=False)),
        tuple(_conclusion(cell, column, reading) for cell, column in zip(cells, columns, strict=False))
        + (Literal(0, None),) * (len(outputs) - len(cells)),
        _annotations(rule),
    )


def _annotations(rule: Element) -> tuple[str, ...]:
    """The rule's annotations. Some editors show and keep one in the rule's description instead (`DMNElement`)."""
    description = child(rule, "description")
    told = "" if description is None else (description.text or "").strip()
    return tuple(text_of(cell) for cell in children(rule, "annotationEntry")) + ((told,) if told else ())


def _conclusion(cell: Element, column: Element, reading: Reading) -> Node:
    text = text_of(cell)
    node = reading.expression(cell, text) if text and text != "-" else Literal(0, None)
    return reading.typed(column, node, f"The output {column.get('name') or label(cell)}")
