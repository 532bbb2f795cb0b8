"""Arithmetic, comparison and logic."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from engine.feel.compiler.dispatch import RUN, Code, Env, code_of, compiles
from engine.feel.compiler.scope import Scope
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Comparison,
    Conditional,
    Conjunction,
    Disjunction,
    InstanceOf,
    Literal,
    Negation,
    Node,
)
from engine.feel.values.arithmetic import compute, kind, negate, symbol_table
from engine.feel.values.compare import LONG_TEXT, MOMENT, MOMENTS, equal, order, text_cost
from engine.feel.values.numbers import NUMERIC
from engine.feel.values.types import instance_of, items_checked

INSTANCE = 5  # the steps that it costs to ask for the type of a value

ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@compiles(Arithmetic)
def arithmetic(node: Arithmetic, scope: Scope) -> Code:
    left, right = code_of(node.left, scope), code_of(node.right, scope)
    sign, table = node.operator, symbol_table(node.operator)
    return lambda env: compute(sign, table, left(env), right(env), env[RUN])


@compiles(Negation)
def negation(node: Negation, scope: Scope) -> Code:
    operand = code_of(node.operand, scope)

    def run(env: Env) -> Any:
        value = operand(env)
        opposite = negate(value)
        return env[RUN].null(f"A {kind(value)} cannot be negated") if opposite is None else opposite

    return run


@compiles(Comparison)
def comparison(node: Comparison, scope: Scope) -> Code:
    return compare_code(node.operator, code_of(node.left, scope), node.right, scope)


def compare_code(sign: str, left: Code, right: Node, scope: Scope) -> Code:
    """The closure of ``left sign right``, the shorter one where the right side is a number or string."""
    if isinstance(right, Literal) and type(right.value) in NUMERIC and sign in ORDERINGS:
        return _against_number(sign, left, right.value)
    if isinstance(right, Literal) and type(right.value) in (str, bool) and sign in ("=", "!="):
        return _equals_constant(sign == "=", left, right.value)
    other = code_of(right, scope)
    if sign == "=":
        return lambda env: _equality(left(env), other(env), env)
    if sign == "!=":
        return lambda env: _inequality(left(env), other(env), env)
    return lambda env: compare(sign, left(env), other(env), env)


def _against_number(sign: str, left: Code, constant: Any) -> Code:
    test = ORDERINGS[sign]

    def run(env: Env) -> bool | None:
        value = left(env)
        if type(value) in NUMERIC:
            return test(value, constant)
        return compare(sign, value, constant, env)

    return run


def _equals_constant(wanted: bool, left: Code, constant: str | bool) -> Code:
    same_kind = type(constant)

    def run(env: Env) -> bool | None:
        value = left(env)
        if type(value) is same_kind:
            return (value == constant) is wanted
        found = _equality(value, constant, env)
        return None if found is None else found is wanted

    return run


def _equality(left: Any, right: Any, env: Env) -> bool | None:
    found = equal(left, right, env[RUN])
    if found is None:
        env[RUN].null(f"A {kind(left)} is never equal to a {kind(right)}")
    return found


def _inequality(left: Any, right: Any, env: Env) -> bool | None:
    found = _equality(left, right, env)
    return None if found is None else not found


def compare(sign: str, left: Any, right: Any, env: Env) -> bool | None:
    """An order comparison; null with a warning where the values have no order."""
    if type(left) is str and len(left) > LONG_TEXT:
        env[RUN].spend(text_cost(left))
    elif type(left) in MOMENTS:
        env[RUN].spend(MOMENT)
    found = order(left, right)
    if found is None:
        env[RUN].null(f"{kind(left)} {sign} {kind(right)} has no order")
        return None
    return ORDERINGS[sign](found, 0)


@compiles(Between)
def between(node: Between, scope: Scope) -> Code:
    operand, low, high = code_of(node.operand, scope), code_of(node.low, scope), code_of(node.high, scope)

    def run(env: Env) -> bool | None:
        value = operand(env)
        above, below = compare(">=", value, low(env), env), compare("<=", value, high(env), env)
        if above is None or below is None:
            return None
        return above and below

    return run


@compiles(Conjunction)
def conjunction(node: Conjunction, scope: Scope) -> Code:
    """Three-valued: false if any operand is false, else null if any is not a boolean (10.3.2.12, table 50)."""
    operands = tuple(code_of(operand, scope) for operand in node.operands)

    def run(env: Env) -> bool | None:
        result: bool | None = True
        for operand in operands:
            value = operand(env)
            if value is not True:
                if value is False:
                    return False
                result = None
        return result

    return run


@compiles(Disjunction)
def disjunction(node: Disjunction, scope: Scope) -> Code:
    operands = tuple(code_of(operand, scope) for operand in node.operands)

    def run(env: Env) -> bool | None:
        result: bool | None = False
        for operand in operands:
            value = operand(env)
            if value is not False:
                if value is True:
                    return True
                result = None
        return result

    return run


@compiles(Conditional)
def conditional(node: Conditional, scope: Scope) -> Code:
    condition = code_of(node.condition, scope)
    then, otherwise = code_of(node.then, scope), code_of(node.otherwise, scope)
    return lambda env: then(env) if condition(env) is True else otherwise(env)


@compiles(InstanceOf)
def is_instance(node: InstanceOf, scope: Scope) -> Code:
    operand, wanted = code_of(node.operand, scope), scope.type_of(node.type)

    def run(env: Env) -> bool:
        value = operand(env)
        env[RUN].spend(INSTANCE + items_checked(value, wanted))
        return instance_of(value, wanted)

    return run
