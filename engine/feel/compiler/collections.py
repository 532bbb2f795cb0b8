"""Lists, contexts, ranges, and the loops over them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.feel.compiler.dispatch import RUN, Code, Env, code_of, compiles
from engine.feel.compiler.functions import UserFunction
from engine.feel.compiler.scope import Scope
from engine.feel.constants import constant
from engine.feel.run import BEGINNING, cost_of
from engine.feel.syntax import (
    ContextLiteral,
    For,
    Iterator,
    ListLiteral,
    Quantified,
    RangeLiteral,
    UnaryComparison,
)
from engine.feel.values.arithmetic import kind
from engine.feel.values.compare import order
from engine.feel.values.numbers import whole
from engine.feel.values.ranges import Range
from engine.feel.values.temporal import Date


@compiles(ListLiteral)
def list_literal(node: ListLiteral, scope: Scope) -> Code:
    items = tuple(code_of(item, scope) for item in node.items)
    return lambda env: [item(env) for item in items]


@compiles(ContextLiteral)
def context_literal(node: ContextLiteral, scope: Scope) -> Code:
    """Entries see those before them; a function also sees itself, so that it can call itself."""
    entries: list[tuple[str, int, Code]] = []
    for key, value in node.entries:
        inner, (slot,) = scope.bind(key)
        # Only a function may mention its own entry: elsewhere the name means what it meant outside.
        own = inner if type(value).__name__ == "FunctionLiteral" else scope
        entries.append((key, slot, code_of(value, own)))
        scope = inner

    def run(env: Env) -> dict[str, Any]:
        context: dict[str, Any] = {}
        for key, slot, code in entries:
            value = code(env)
            env[slot] = context[key] = value
            if type(value) is UserFunction:
                value.remember(slot, value)
        return context

    return run


@compiles(RangeLiteral)
def range_literal(node: RangeLiteral, scope: Scope) -> Code:
    start, end = code_of(node.start, scope), code_of(node.end, scope)
    start_included, end_included = node.start_included, node.end_included
    constant = constant_range(node)
    if constant is not None:
        return lambda env: constant

    def run(env: Env) -> Range | None:
        return make_range(start(env), end(env), start_included, end_included, env)

    return run


def constant_range(node: RangeLiteral) -> Range | None:
    """The range whose ends are literals of one kind in ascending order, else None."""
    start, end = constant(node.start), constant(node.end)
    return Range(start, end, node.start_included, node.end_included) if order(start, end) in (-1, 0) else None


def make_range(start: Any, end: Any, start_included: bool, end_included: bool, env: Env) -> Range | None:
    """A range whose ends are in ascending order, one of them may be null; else null (10.3.2.7)."""
    if start is not None and end is not None and (found := order(start, end)) not in (-1, 0):
        kinds = f"A range cannot run from a {kind(start)} to a {kind(end)}"
        env[RUN].null(kinds if found is None else "The range ends before it starts")
        return None
    return Range(start, end, start_included, end_included)


@compiles(UnaryComparison)
def unary_range(node: UnaryComparison, scope: Scope) -> Code:
    """``(< 5)`` as a value: a range with one end, or with all but one value."""
    operand, sign = code_of(node.operand, scope), node.operator
    return lambda env: half_range(sign, operand(env))


def half_range(sign: str, bound: Any) -> Range:
    match sign:
        case "<" | "<=":
            return Range(None, bound, False, sign == "<=", sign)
        case ">" | ">=":
            return Range(bound, None, sign == ">=", False, sign)
        case _:
            return Range(bound, bound, sign == "=", sign == "=", sign)


Loop = tuple[int, Code, Code | None]


def _loops(iterators: tuple[Iterator, ...], scope: Scope) -> tuple[Scope, tuple[Loop, ...]]:
    loops: list[Loop] = []
    for iterator in iterators:
        source = code_of(iterator.source, scope)
        end = None if iterator.end is None else code_of(iterator.end, scope)
        scope, (slot,) = scope.bind(iterator.name)
        loops.append((slot, source, end))
    return scope, tuple(loops)


def _domain(loop: Loop, env: Env) -> Iterable[Any] | None:
    """What one variable runs over; None where that is nothing to run over."""
    _, source, end = loop
    value = source(env)
    if end is not None:
        return steps(value, end(env), env)
    if type(value) is list:
        return value
    if type(value) is Range:
        return range_steps(value, env)
    return None if value is None else [value]


DATE_STEPS = 8  # what it costs to make a date


def steps(first: Any, last: Any, env: Env) -> Iterable[Any] | None:
    """Whole numbers or dates from the first to the last, downwards too."""
    if type(first) is Date and type(last) is Date:
        env[RUN].spend(abs(last.days - first.days) * DATE_STEPS)
        days = steps(first.days, last.days, env)
        return None if days is None else [Date.from_days(day) for day in days]
    start, end = whole(first), whole(last)
    if start is None or end is None:
        env[RUN].null(f"One cannot count from {kind(first)} to {kind(last)}")
        return None
    if abs(end - start) >= env[RUN].left:
        env[RUN].spend(abs(end - start) + 1)  # tells at once what the loop would run into
    return range(start, end + 1) if start <= end else range(start, end - 1, -1)


def range_steps(value: Range, env: Env) -> Iterable[Any] | None:
    """The whole numbers or dates in a range; a range, unlike ``for i in 4..2``, never runs downwards."""
    low, high = value.start, value.end
    if value.operator is not None or order(low, high) in (None, 1):
        env[RUN].null("The range has no first and last item to run over")
        return None
    found = steps(low, high, env)
    if found is None:
        return None
    items = found if isinstance(found, range) else list(found)
    return items[0 if value.start_included else 1 : len(items) if value.end_included else len(items) - 1]


@compiles(For)
def loop(node: For, scope: Scope) -> Code:
    before = scope.unit.nodes
    outer, (partial,) = scope.bind("partial")
    inner, loops = _loops(node.iterators, outer)
    body = code_of(node.body, inner)
    last = len(loops) - 1
    asks_partial = partial in scope.unit.read
    cost = cost_of(scope.unit.nodes - before)

    def run(env: Env) -> list[Any] | None:
        results: list[Any] = []
        spend = env[RUN].spend
        spend(BEGINNING)

        def walk(depth: int) -> bool:
            domain = _domain(loops[depth], env)
            if domain is None:
                return False
            slot = loops[depth][0]
            for item in domain:
                spend(cost)
                env[slot] = item
                if depth == last:
                    if asks_partial:  # a copy: values never change, not even the list in the making
                        spend(len(results) >> 5)
                        env[partial] = results.copy()
                    results.append(body(env))
                elif not walk(depth + 1):
                    return False
            return True

        return results if walk(0) else None

    return run


@compiles(Quantified)
def quantified(node: Quantified, scope: Scope) -> Code:
    before = scope.unit.nodes
    inner, loops = _loops(node.iterators, scope)
    condition = code_of(node.condition, inner)
    every, last = node.every, len(loops) - 1
    cost = cost_of(scope.unit.nodes - before)
    decisive = not every  # one true decides "some", one false decides "every"

    def run(env: Env) -> bool | None:
        spend = env[RUN].spend
        spend(BEGINNING)
        undecided = False

        def walk(depth: int) -> bool | None:
            nonlocal undecided
            domain = _domain(loops[depth], env)
            if domain is None:
                return None
            slot = loops[depth][0]
            for item in domain:
                spend(cost)
                env[slot] = item
                verdict = condition(env) if depth == last else walk(depth + 1)
                if verdict is decisive:
                    return decisive
                if verdict is None:
                    undecided = True
                elif type(verdict) is not bool:
                    env[RUN].null(f"The condition gives a {kind(verdict)}, not a boolean")
                    return None
            return every

        found = walk(0)
        return found if found is decisive or not undecided else None

    return run
