"""Literals, operators, conditions and tests."""

from __future__ import annotations

from engine.feel.constants import constant
from engine.feel.inference.known import Known, looks_at, plain, type_of
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Comparison,
    Conditional,
    Conjunction,
    Disjunction,
    In,
    InstanceOf,
    Literal,
    Negation,
    Node,
    RangeLiteral,
    TemporalLiteral,
    UnaryComparison,
    UnaryTests,
    mentions,
)
from engine.feel.values.arithmetic import symbol_table
from engine.feel.values.compare import order
from engine.feel.values.types import (
    ANY,
    ANY_RANGE,
    BOOLEAN,
    CLASSES,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    NUMBER,
    TIME,
    YEARS_MONTHS,
    FeelType,
    RangeType,
    is_subtype,
    scalar_type,
)

_DURATIONS = (DAYS_TIME, YEARS_MONTHS)
_POINTS = (DATE, TIME, DATE_TIME)


@looks_at(Literal, TemporalLiteral)
def literal(node: Literal | TemporalLiteral, _known: Known) -> FeelType:
    return scalar_type(constant(node))


@looks_at(Negation)
def negation(node: Negation, known: Known) -> FeelType:
    operand = type_of(node.operand, known)
    if operand in (ANY, NUMBER, *_DURATIONS):
        return operand
    known.find(node.at, "negated", type=operand)
    return ANY


@looks_at(Arithmetic)
def arithmetic(node: Arithmetic, known: Known) -> FeelType:
    left, right = type_of(node.left, known), type_of(node.right, known)
    if ANY in (left, right):
        return ANY
    table = symbol_table(node.operator)
    if not any((a, b) in table for a in CLASSES.get(left, ()) for b in CLASSES.get(right, ())):
        known.find(node.at, "always-null", left=left, sign=node.operator, right=right)
        return ANY
    return _result(node.operator, left, right)


def _result(sign: str, left: FeelType, right: FeelType) -> FeelType:
    """The type that an operator gives for operands that it takes (tables 55-59)."""
    if left == right and (left == NUMBER or sign == "+"):
        return left
    if sign == "/":
        return NUMBER if left == right else left
    if sign == "-":
        return left if right in _DURATIONS else DAYS_TIME
    if left in _POINTS or (left in _DURATIONS and right == NUMBER):
        return left
    return right


def comparable(left: FeelType, right: FeelType) -> bool:
    """Whether the two may have an order or be equal; only scalar types are known well enough to say no."""
    return left == right or not (left in CLASSES and right in CLASSES)


@looks_at(Comparison)
def comparison(node: Comparison, known: Known) -> FeelType:
    left, right = type_of(node.left, known), type_of(node.right, known)
    equality = node.operator in ("=", "!=")
    if (NULL in (left, right) and not equality and ANY not in (left, right)) or not comparable(left, right):
        known.find(node.at, "never-equal" if equality else "always-null", left=left, sign=node.operator, right=right)
    return BOOLEAN


@looks_at(Between)
def between(node: Between, known: Known) -> FeelType:
    operand = type_of(node.operand, known)
    for end in (node.low, node.high):
        found = type_of(end, known)
        if not comparable(operand, found):
            known.find(node.at, "always-null", left=operand, sign="between", right=found)
    return BOOLEAN


@looks_at(Conjunction, Disjunction)
def junction(node: Conjunction | Disjunction, known: Known) -> FeelType:
    for operand in node.operands:
        found = type_of(operand, known)
        if found not in (ANY, BOOLEAN, NULL):
            known.find(operand.at, "no-truth", type=found)
    return BOOLEAN


@looks_at(Conditional)
def conditional(node: Conditional, known: Known) -> FeelType:
    condition(node.condition, known)
    return common(type_of(node.then, known), type_of(node.otherwise, known))


def condition(node: Node, known: Known) -> None:
    found = type_of(node, known)
    if found not in (ANY, BOOLEAN, NULL):
        known.find(node.at, "no-condition", type=found)


def common(*types: FeelType) -> FeelType:
    """The one type of all that are not null, else ``Any``."""
    found = {kind for kind in map(plain, types) if kind != NULL}
    return found.pop() if len(found) == 1 else ANY if found else NULL


@looks_at(InstanceOf)
def instance_of(node: InstanceOf, known: Known) -> FeelType:
    type_of(node.operand, known)
    return BOOLEAN


@looks_at(In)
def membership(node: In, known: Known) -> FeelType:
    operand = type_of(node.operand, known)
    for test in node.tests:
        fits(operand, test, known)
    return BOOLEAN


@looks_at(RangeLiteral)
def range_literal(node: RangeLiteral, known: Known) -> FeelType:
    start, end = type_of(node.start, known), type_of(node.end, known)
    if not comparable(start, end):
        known.find(node.at, "always-null", left=start, sign="..", right=end)
    elif order(constant(node.start), constant(node.end)) == 1:
        known.find(node.at, "backwards")
    found = common(start, end)
    return RangeType("range", found) if found not in (ANY, NULL) else ANY_RANGE


@looks_at(UnaryComparison)
def unary_comparison(node: UnaryComparison, known: Known) -> FeelType:
    found = type_of(node.operand, known)
    return RangeType("range", found) if found in CLASSES else ANY_RANGE


@looks_at(UnaryTests)
def unary_tests(node: UnaryTests, known: Known) -> FeelType:
    """A cell: each of its tests against the type of ``?``."""
    for test in node.tests:
        fits(known.names.get("?", ANY), test, known)
    return BOOLEAN


def fits(tested: FeelType, test: Node, known: Known) -> None:
    """One test, after ``in`` or in a cell, against the type of what is tested."""
    found = type_of(test, known)
    if mentions(test, "?"):  # a condition of its own
        return
    other = found.element if isinstance(found, RangeType) else found
    mine = plain(tested)
    literal = isinstance(test, Literal | TemporalLiteral | RangeLiteral | UnaryComparison)
    if literal and other in CLASSES and mine in CLASSES and not is_subtype(other, mine):
        known.find(test.at, "never-fits", type=mine, other=other)
