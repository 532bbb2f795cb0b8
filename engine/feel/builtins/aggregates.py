"""Functions that make one value of many (DMN 1.5, 10.3.4.4). Each takes a list, or its items as arguments."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from typing import Any

from engine.feel.builtins.registry import Declared, builtin
from engine.feel.errors import FeelError
from engine.feel.run import Run
from engine.feel.values.arithmetic import ADD, compute, kind
from engine.feel.values.compare import order, text_cost
from engine.feel.values.numbers import CONTEXT, NUMERIC, Number


def over_items(name: str) -> Callable[[Declared], Declared]:
    """Declares a function both of a list and of its items."""

    def register(function: Declared) -> Declared:
        builtin(name, "list: list")(function)

        def of_arguments(run: Run, *items: Any) -> Any:
            # One null is a list that is missing, not an item.
            return run.null(f"{name}() takes a list, not null") if items == (None,) else function(run, list(items))

        of_arguments.__annotations__["return"] = function.__annotations__["return"]
        builtin(name, "list...: Any")(of_arguments)
        return function

    return register


@over_items("count")
def count(run: Run, items: list[Any]) -> int:
    return len(items)


@over_items("min")
def minimum(run: Run, items: list[Any]) -> Any:
    return _extreme(run, items, -1, "min")


@over_items("max")
def maximum(run: Run, items: list[Any]) -> Any:
    return _extreme(run, items, 1, "max")


def _extreme(run: Run, items: list[Any], sign: int, name: str) -> Any:
    run.spend(len(items) + text_cost(*items))
    if not items:
        return None
    best = items[0]
    if order(best, best) is None:
        return run.null(f"{name}() cannot order a {kind(best)}")
    for item in items[1:]:
        found = order(item, best)
        if found is None:
            return run.null(f"{name}() cannot order a {kind(item)} and a {kind(best)}")
        if found == sign:
            best = item
    return best


def _numbers(run: Run, items: list[Any], name: str) -> bool:
    run.spend(len(items))
    for item in items:
        if type(item) not in NUMERIC:
            run.null(f"{name}() takes numbers, not a {kind(item)}")
            return False
    return True


@over_items("sum")
def total(run: Run, items: list[Any]) -> Any:
    """The sum of numbers, or of durations of one kind."""
    run.spend(len(items))
    if not items:
        return None
    result = items[0]
    if type(result) is str or (type(result) not in NUMERIC and (type(result), type(result)) not in ADD):
        return run.null(f"sum() takes numbers or durations, not a {kind(result)}")
    for item in items[1:]:
        if type(item) is not type(result) and not (type(item) in NUMERIC and type(result) in NUMERIC):
            return run.null(f"sum() cannot add a {kind(item)} to a {kind(result)}")
        result = compute("+", ADD, result, item, run)
    return result


@over_items("mean")
def mean(run: Run, items: list[Any]) -> Any:
    if not items or not _numbers(run, items, "mean"):
        return None
    return CONTEXT.divide(total(run, items), len(items))


@over_items("product")
def product(run: Run, items: list[Any]) -> Number | None:
    if not items or not _numbers(run, items, "product"):
        return None
    result: Number = 1
    try:
        for item in items:
            result = CONTEXT.multiply(result, item)
    except decimal.Overflow:
        raise FeelError("The product is larger than 9.99e6144, the largest number of FEEL.") from None
    return result


@over_items("median")
def median(run: Run, items: list[Any]) -> Any:
    if not items or not _numbers(run, items, "median"):
        return None
    ordered = sorted(items)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return CONTEXT.divide(CONTEXT.add(ordered[middle - 1], ordered[middle]), 2)


@over_items("stddev")
def standard_deviation(run: Run, items: list[Any]) -> Any:
    """The sample standard deviation."""
    if len(items) < 2 or not _numbers(run, items, "stddev"):
        return run.null("stddev() needs two numbers at least") if len(items) < 2 else None
    average = mean(run, items)
    squares: Number = 0
    for item in items:
        distance = CONTEXT.subtract(item, average)
        squares = CONTEXT.add(squares, CONTEXT.multiply(distance, distance))
    return CONTEXT.sqrt(CONTEXT.divide(squares, len(items) - 1))


@over_items("mode")
def mode(run: Run, items: list[Any]) -> list[Any] | None:
    """The most frequent numbers, smallest first."""
    if not _numbers(run, items, "mode"):
        return None
    run.spend(len(items))
    counts: dict[Any, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, times in counts.items() if times == most)


@over_items("all")
def every(run: Run, items: list[Any]) -> bool | None:
    """Three-valued conjunction of the items."""
    run.spend(len(items))
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


@over_items("any")
def some(run: Run, items: list[Any]) -> bool | None:
    """Three-valued disjunction of the items."""
    run.spend(len(items))
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None
