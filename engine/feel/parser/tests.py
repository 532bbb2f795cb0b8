"""Unary tests: the cells of a decision table, and what follows ``in`` (DMN 1.5, rules 7-17)."""

from __future__ import annotations

from engine.feel.parser.cursor import Cursor
from engine.feel.parser.pratt import COMPARISON, expression
from engine.feel.syntax import Node, RangeLiteral, UnaryComparison, UnaryTests

COMPARISONS = ("<", "<=", ">", ">=", "=", "!=")


def unary_tests(cursor: Cursor) -> UnaryTests:
    """A whole cell: ``-``, a list of tests, or ``not(...)`` around a list."""
    at = cursor.token.start
    if cursor.at("-") and cursor.ahead().kind == "end":
        cursor.advance()
        return UnaryTests(at, ())
    if cursor.at("not") and cursor.ahead().text == "(":
        start = cursor.index
        cursor.index += 2
        with cursor.brackets():
            tests = _list(cursor)
        if cursor.take(")") and cursor.token.kind == "end":
            return UnaryTests(at, tests, negated=True)
        cursor.index = start  # an expression that goes on after not(...)
    return UnaryTests(at, _list(cursor))


def tests_after_in(cursor: Cursor) -> tuple[Node, ...]:
    if not cursor.at("("):
        return (_test(cursor, COMPARISON),)
    at = cursor.advance().start
    with cursor.brackets():
        first = _test(cursor)
        if cursor.at(".."):
            return (range_after(cursor, first, at, start_included=False),)
        tests = [first]
        while cursor.take(","):
            tests.append(_test(cursor))
    cursor.expect(")", "The list of tests is not closed.")
    return tuple(tests)


def _list(cursor: Cursor) -> tuple[Node, ...]:
    tests = [_test(cursor)]
    while cursor.take(","):
        tests.append(_test(cursor))
    return tuple(tests)


def _test(cursor: Cursor, power: int = 0) -> Node:
    if cursor.at(*COMPARISONS):
        sign = cursor.advance()
        return UnaryComparison(sign.start, sign.text, expression(cursor, COMPARISON))
    return expression(cursor, power)


def range_after(cursor: Cursor, start: Node, at: int, *, start_included: bool) -> Node:
    """The rest of a range whose bracket and start are read."""
    cursor.expect("..", "A range needs '..' between its ends.")
    cursor.at_range_end = True
    end = expression(cursor)
    cursor.at_range_end = False
    if not cursor.at("]", ")", "["):
        raise cursor.failure("The range is not closed.", ("']'", "')'", "'['"))
    return RangeLiteral(at, start, end, start_included, cursor.advance().text == "]")
