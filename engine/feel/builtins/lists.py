"""Functions on lists (DMN 1.5, 10.3.4.4), and sort (10.3.4.8). Lists never change: each result is a new one."""

from __future__ import annotations

from functools import cmp_to_key
from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values.arithmetic import kind
from engine.feel.values.compare import equal, order, same, text_cost
from engine.feel.values.functions import Function
from engine.feel.values.numbers import NUMERIC, Number, whole


@builtin("list contains", "list: list", "element: Any")
def list_contains(run: Run, items: list[Any], element: Any) -> bool:
    run.spend(len(items))
    return any(same(item, element, run) for item in items)


def _index(run: Run, name: str, items: list[Any], position: Number) -> int | None:
    """A position counted from 1, or from -1 backwards, as an index from 0."""
    number = whole(position)
    if number is not None and 1 <= number <= len(items):
        return number - 1
    if number is not None and -len(items) <= number <= -1:
        return len(items) + number
    return run.null(f"{name}(): the list of {len(items)} has no position {position}")


@builtin("sublist", "list: list", "start position: number", "length?: number")
def sublist(run: Run, items: list[Any], start: Number, length: Number | None = None) -> list[Any] | None:
    first = _index(run, "sublist", items, start)
    if first is None:
        return None
    run.spend(len(items) >> 3)
    if length is None:
        return items[first:]
    count = whole(length)
    if count is None or count < 1 or first + count > len(items):
        return run.null(f"sublist(): there are no {length} items from position {start}")
    return items[first : first + count]


@builtin("append", "list: list", "item...: Any")
def append(run: Run, items: list[Any], *more: Any) -> list[Any]:
    run.spend(len(items) + len(more) >> 3)
    return [*items, *more]


@builtin("concatenate", "list...: list")
def concatenate(run: Run, *lists: list[Any]) -> list[Any]:
    run.spend(sum(map(len, lists)) >> 3)
    return [item for items in lists for item in items]


@builtin("insert before", "list: list", "position: number", "newItem: Any")
def insert_before(run: Run, items: list[Any], position: Number, new_item: Any) -> list[Any] | None:
    index = _index(run, "insert before", items, position)
    if index is None:
        return None
    run.spend(len(items) >> 3)
    return [*items[:index], new_item, *items[index:]]


@builtin("remove", "list: list", "position: number")
def remove(run: Run, items: list[Any], position: Number) -> list[Any] | None:
    index = _index(run, "remove", items, position)
    if index is None:
        return None
    run.spend(len(items) >> 3)
    return [*items[:index], *items[index + 1 :]]


@builtin("list replace", "list: list", "position: number", "newItem: Any")
def list_replace(run: Run, items: list[Any], position: Number, new_item: Any) -> list[Any] | None:
    index = _index(run, "list replace", items, position)
    if index is None:
        return None
    run.spend(len(items) >> 3)
    return [*items[:index], new_item, *items[index + 1 :]]


@builtin("list replace", "list: list", "match: function", "newItem: Any")
def list_replace_matching(run: Run, items: list[Any], match: Function, new_item: Any) -> list[Any] | None:
    result: list[Any] = []
    for item in items:
        verdict = match.call([item, new_item], run)
        if type(verdict) is not bool:
            return run.null(f"list replace(): the function must give a boolean, not a {kind(verdict)}")
        result.append(new_item if verdict else item)
    return result


@builtin("reverse", "list: list")
def reverse(run: Run, items: list[Any]) -> list[Any]:
    run.spend(len(items) >> 3)
    return items[::-1]


@builtin("index of", "list: list", "match: Any")
def index_of(run: Run, items: list[Any], match: Any) -> list[int]:
    run.spend(len(items))
    return [index for index, item in enumerate(items, 1) if same(item, match, run)]


@builtin("union", "list...: list")
def union(run: Run, *lists: list[Any]) -> list[Any]:
    return distinct_values(run, [item for items in lists for item in items])


@builtin("distinct values", "list: list")
def distinct_values(run: Run, items: list[Any]) -> list[Any]:
    """Every value once, at its first place."""
    result: list[Any] = []
    plain: set[Any] = set()
    others: list[Any] = []
    for item in items:
        if type(item) is str or type(item) in NUMERIC:  # equal values of these have equal hashes
            run.spend()
            if item not in plain:
                plain.add(item)
                result.append(item)
            continue
        run.spend(4 + 4 * len(others))
        if not any(same(item, seen, run) for seen in others):
            others.append(item)
            result.append(item)
    return result


@builtin("duplicate values", "list: list")
def duplicate_values(run: Run, items: list[Any]) -> list[Any]:
    """Every value that is there more than once, one time."""
    found = distinct_values(run, items)
    run.spend(len(items) * len(found) >> 2)
    return [item for item in found if sum(same(item, other, run) for other in items) > 1]


@builtin("flatten", "list: list")
def flatten(run: Run, items: list[Any]) -> list[Any]:
    result: list[Any] = []

    def unfold(part: list[Any]) -> None:
        for item in part:
            run.spend()
            if type(item) is list:
                unfold(item)
            else:
                result.append(item)

    unfold(items)
    return result


@builtin("partition", "list: list", "size: number")
def partition(run: Run, items: list[Any], size: Number) -> list[Any] | None:
    """Lists of that size, the last perhaps shorter; no function of DMN 1.5, but one that FEEL editors offer."""
    length = whole(size)
    if length is None or length < 1:
        return run.null("partition() takes a whole number from 1 as size")
    run.spend(len(items))
    return [items[start : start + length] for start in range(0, len(items), length)]


@builtin("sort", "list: list", "precedes: function")
def sort(run: Run, items: list[Any], precedes: Function) -> list[Any] | None:
    failed: list[Any] = []

    def compare(left: Any, right: Any) -> int:
        # sorted() only asks whether the one goes before the other.
        verdict = precedes.call([left, right], run)
        if type(verdict) is not bool:
            failed.append(verdict)
        return -1 if verdict is True else 0

    if len(precedes.parameters) != 2:
        return run.null("sort() needs a function of two parameters, such as function(x, y) x < y")
    result = sorted(items, key=cmp_to_key(compare))
    if failed:
        return run.null(f"sort(): the function must give a boolean, not a {kind(failed[0])}")
    return result


@builtin("sort", "list: list")
def sort_naturally(run: Run, items: list[Any]) -> list[Any] | None:
    run.spend(4 * (len(items) + text_cost(*items)))
    if any(order(items[0], item) is None for item in items):
        return run.null("sort() without a function takes values of one kind that have an order")
    return sorted(items, key=cmp_to_key(lambda left, right: order(left, right) or 0))


@builtin("is", "value1: Any", "value2: Any")
def is_same(run: Run, left: Any, right: Any) -> bool:
    """The same value of the same kind: unlike with ``=``, an offset and a zone make times different (10.3.4.9)."""
    if left is None or right is None:
        return left is right
    if kind(left) != kind(right):
        return False
    return bool(left == right) if not isinstance(left, list | dict) else equal(left, right, run) is True
