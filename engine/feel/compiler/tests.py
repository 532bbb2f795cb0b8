"""Unary tests and ``in``: each test becomes a closure of the tested value (DMN 1.5, 7.3.3, rule 7 and table 55)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel.compiler.collections import constant_range
from engine.feel.compiler.dispatch import RUN, TESTED, Code, Env, code_of, compiles
from engine.feel.compiler.operators import ORDERINGS, compare
from engine.feel.compiler.scope import Scope
from engine.feel.syntax import (
    Between,
    Call,
    Comparison,
    Conjunction,
    Disjunction,
    In,
    InstanceOf,
    Literal,
    Node,
    Quantified,
    RangeLiteral,
    UnaryComparison,
    UnaryTests,
    mentions,
)
from engine.feel.values.compare import equal, in_range, same
from engine.feel.values.numbers import NUMERIC
from engine.feel.values.ranges import Range

Test = Callable[[Any, Env], bool | None]

# Cells like ``amount > 5000`` that are conditions of their own, not values to compare the input with.
_CONDITIONS = (Comparison, Conjunction, Disjunction, Between, In, InstanceOf, Quantified, Call)


@compiles(In)
def membership(node: In, scope: Scope) -> Code:
    operand = code_of(node.operand, scope)
    tests = tuple(membership_test(test, scope) for test in node.tests)

    def run(env: Env) -> bool | None:
        value = operand(env)
        return any_of(tests, value, env)

    return run


def any_of(tests: tuple[Test, ...], value: Any, env: Env) -> bool | None:
    result: bool | None = False
    for test in tests:
        verdict = test(value, env)
        if verdict is True:
            return True
        if verdict is None:
            result = None
    return result


def membership_test(node: Node, scope: Scope) -> Test:
    """One test after ``in``: a comparison, a range or list that holds the value, or an equal value."""
    if isinstance(node, UnaryComparison):
        return _comparison_test(node, scope)
    return _held_by(node, code_of(node, scope))


def _held_by(node: Node, code: Code) -> Test:
    if not isinstance(node, RangeLiteral):
        return lambda value, env: holds(value, code(env), env)

    def within(value: Any, env: Env) -> bool | None:
        bounds = code(env)
        # A range that is none holds nothing, not even null, which it is.
        return None if bounds is None else holds(value, bounds, env)

    return within


def _comparison_test(node: UnaryComparison, scope: Scope) -> Test:
    sign = node.operator
    if isinstance(node.operand, Literal) and type(node.operand.value) in NUMERIC and sign in ORDERINGS:
        constant, against = node.operand.value, ORDERINGS[sign]

        def against_number(value: Any, env: Env) -> bool | None:
            if type(value) in NUMERIC:
                return against(value, constant)
            return compare(sign, value, constant, env)

        return against_number
    operand = code_of(node.operand, scope)
    if sign in ORDERINGS:
        return lambda value, env: compare(sign, value, operand(env), env)
    if sign == "=":
        return lambda value, env: equal(value, operand(env), env[RUN])

    def differs(value: Any, env: Env) -> bool | None:
        found = equal(value, operand(env), env[RUN])
        return None if found is None else not found

    return differs


def holds(value: Any, target: Any, env: Env) -> bool | None:
    """``value in target`` for one target: a range, a list of values and ranges, or a single value."""
    run = env[RUN]
    if type(target) is Range:
        return value == target if type(value) is Range else in_range(value, target, run)
    if type(target) is list and type(value) is not list:
        run.spend(len(target))
        return any(
            (in_range(value, item, run) is True if type(item) is Range else same(value, item, run)) for item in target
        )
    if type(target) is list:
        run.spend(len(target))
        return same(value, target, run) or any(same(value, item, run) for item in target)
    return equal(value, target, run)


@compiles(UnaryTests)
def unary_tests(node: UnaryTests, scope: Scope) -> Code:
    """A cell as an expression over ``?``."""
    test = cell_test(node, scope)
    return lambda env: test(env[TESTED], env)


def cell_test(node: UnaryTests, scope: Scope) -> Test:
    """A cell of a decision table as one closure that says whether the input passes."""
    if not node.tests:
        return lambda value, env: True
    tests = tuple(cell_entry(test, scope) for test in node.tests)
    if node.negated:

        def negated(value: Any, env: Env) -> bool | None:
            verdict = any_of(tests, value, env)
            return None if verdict is None else not verdict

        return negated
    if len(tests) == 1:
        return tests[0]
    return lambda value, env: any_of(tests, value, env)


def cell_entry(node: Node, scope: Scope) -> Test:
    """One test of a cell: as after ``in``, or a condition that mentions ``?`` or is one by itself."""
    if isinstance(node, UnaryComparison):
        return _comparison_test(node, scope)
    if isinstance(node, Literal):
        return _literal_test(node.value)
    if isinstance(node, RangeLiteral) and (bounds := constant_range(node)) is not None:
        return _range_test(bounds)
    code = code_of(node, scope)
    if mentions(node, "?"):

        def asked(value: Any, env: Env) -> bool | None:
            before, env[TESTED] = env[TESTED], value
            verdict = code(env)
            env[TESTED] = before
            return verdict if type(verdict) is bool else None if verdict is None else holds(value, verdict, env)

        return asked
    if isinstance(node, RangeLiteral):
        return _held_by(node, code)
    condition = isinstance(node, _CONDITIONS)

    def test(value: Any, env: Env) -> bool | None:
        target = code(env)
        if condition and type(target) is bool and type(value) is not bool:
            return target
        return holds(value, target, env)

    return test


def _range_test(bounds: Range) -> Test:
    start, end = bounds.start, bounds.end
    above = ORDERINGS[">=" if bounds.start_included else ">"]
    below = ORDERINGS["<=" if bounds.end_included else "<"]
    if type(start) not in NUMERIC:
        return lambda value, env: holds(value, bounds, env)

    def within(value: Any, env: Env) -> bool | None:
        if type(value) in NUMERIC:
            return above(value, start) and below(value, end)
        return holds(value, bounds, env)

    return within


def _literal_test(constant: Any) -> Test:
    kind = type(constant)
    if constant is None:
        return lambda value, env: value is None
    if kind in NUMERIC:
        return lambda value, env: value == constant if type(value) in NUMERIC else equal(value, constant, env[RUN])
    return lambda value, env: value == constant if type(value) is kind else equal(value, constant, env[RUN])
