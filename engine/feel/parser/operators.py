"""Everything between two operands, and negation."""

from __future__ import annotations

from decimal import Decimal

from engine.feel.parser.cursor import Cursor
from engine.feel.parser.pratt import (
    AND,
    COMPARISON,
    INSTANCE,
    NEGATION,
    OR,
    POWER,
    PRODUCT,
    SUM,
    expression,
    infix,
    prefix,
)
from engine.feel.parser.tests import tests_after_in
from engine.feel.parser.types import type_expression
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Comparison,
    Conjunction,
    Disjunction,
    In,
    InstanceOf,
    Literal,
    Negation,
    Node,
)


@infix(OR, "or")
def disjunction(cursor: Cursor, left: Node) -> Node:
    at = cursor.advance().start
    operands = [left, expression(cursor, OR)]
    while cursor.take("or"):  # one node for the whole chain: long rules do not nest
        operands.append(expression(cursor, OR))
    return Disjunction(at, tuple(operands))


@infix(AND, "and")
def conjunction(cursor: Cursor, left: Node) -> Node:
    at = cursor.advance().start
    operands = [left, expression(cursor, AND)]
    while cursor.take("and"):
        operands.append(expression(cursor, AND))
    return Conjunction(at, tuple(operands))


@infix(COMPARISON, "=", "!=", "<", "<=", ">", ">=")
def comparison(cursor: Cursor, left: Node) -> Node:
    sign = cursor.advance()
    return Comparison(sign.start, sign.text, left, expression(cursor, COMPARISON))


@infix(COMPARISON, "between")
def between(cursor: Cursor, left: Node) -> Node:
    at = cursor.advance().start
    low = expression(cursor, COMPARISON)
    cursor.expect("and", "'between' needs a lower and an upper bound, as in 'x between 1 and 10'.")
    return Between(at, left, low, expression(cursor, COMPARISON))


@infix(COMPARISON, "in")
def membership(cursor: Cursor, left: Node) -> Node:
    at = cursor.advance().start
    return In(at, left, tests_after_in(cursor))


@infix(SUM, "+", "-")
def addition(cursor: Cursor, left: Node) -> Node:
    sign = cursor.advance()
    return Arithmetic(sign.start, sign.text, left, expression(cursor, SUM))


@infix(PRODUCT, "*", "/")
def multiplication(cursor: Cursor, left: Node) -> Node:
    sign = cursor.advance()
    return Arithmetic(sign.start, sign.text, left, expression(cursor, PRODUCT))


@infix(POWER, "**")
def power(cursor: Cursor, left: Node) -> Node:
    sign = cursor.advance()
    return Arithmetic(sign.start, sign.text, left, expression(cursor, POWER))


@infix(INSTANCE, "instance")
def instance_of(cursor: Cursor, left: Node) -> Node:
    at = cursor.advance().start
    cursor.expect("of", "'instance' goes on with 'of' and a type.")
    return InstanceOf(at, left, type_expression(cursor))


@prefix("-")
def negation(cursor: Cursor) -> Node:
    at = cursor.advance().start
    operand = expression(cursor, NEGATION)
    if isinstance(operand, Literal) and type(operand.value) in (int, Decimal):
        value = operand.value
        return Literal(at, -value if type(value) is int else value.copy_negate())
    return Negation(at, operand)
