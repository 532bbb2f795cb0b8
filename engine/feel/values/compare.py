"""Equality and order of values (DMN 1.5, 10.3.2.13, tables 53-54)."""

from __future__ import annotations

from typing import Any

from engine.feel.run import Run
from engine.feel.values.durations import SECOND, DaysTime, YearsMonths
from engine.feel.values.functions import Function
from engine.feel.values.numbers import NUMERIC
from engine.feel.values.ranges import Range
from engine.feel.values.temporal import Date, DateTime, Time

_BY_VALUE = frozenset((str, bool, Date, YearsMonths, DaysTime))


LONG_TEXT = 4_096
MOMENTS = frozenset((Time, DateTime))
MOMENT = 12  # the steps that it costs to compare two of them: their offsets have to be found


def text_cost(*texts: Any) -> int:
    """The steps that it costs to compare values that may be long texts."""
    return sum(len(value) >> 12 for value in texts if type(value) is str)


def equal(left: Any, right: Any, run: Run) -> bool | None:
    """Whether the values are equal; None where values of different kinds are compared."""
    kind, other = type(left), type(right)
    if kind in NUMERIC and other in NUMERIC:
        return bool(left == right)
    if left is None or right is None:
        return left is right
    if kind is not other:
        # Table 53: a list of one item and that item are the same.
        if kind is list and other is not list and len(left) == 1:
            return equal(left[0], right, run)
        if other is list and kind is not list and len(right) == 1:
            return equal(left, right[0], run)
        return None
    if kind in _BY_VALUE:
        run.spend(len(left) >> 12 if kind is str else 0)
        return bool(left == right)
    if kind is list:
        run.spend(3 * len(left))
        return len(left) == len(right) and all(equal(a, b, run) is True for a, b in zip(left, right, strict=True))
    if kind is dict:
        run.spend(3 * len(left))
        return left.keys() == right.keys() and all(equal(value, right[key], run) is True for key, value in left.items())
    if kind in MOMENTS:
        run.spend(MOMENT)
        return _same_moment(left, right)
    if kind is Range:
        return (
            left.start_included == right.start_included
            and left.end_included == right.end_included
            and left.operator == right.operator
            and equal(left.start, right.start, run) is True
            and equal(left.end, right.end, run) is True
        )
    if isinstance(left, Function):
        return left is right
    return None


def _same_moment(left: Any, right: Any) -> bool:
    """Times are compared as whole seconds (10.3.2.3.4); a local one never equals one with an offset or zone."""
    if left.is_local != right.is_local:
        return False
    return bool(_moment(left) // SECOND == _moment(right) // SECOND)


def _moment(value: Any) -> int:
    if type(value) is DateTime:
        return value.instant
    return int(value.nanos - (value.utc_offset or 0) * SECOND)


def same(left: Any, right: Any, run: Run) -> bool:
    """Equality for finding things in lists: null equals null, different kinds are just different."""
    return equal(left, right, run) is True


def _sign(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


def order(left: Any, right: Any) -> int | None:
    """-1, 0 or 1; None where there is no order between the two."""
    kind, other = type(left), type(right)
    if (kind in NUMERIC and other in NUMERIC) or kind is other is str:
        return _sign(left, right)
    if kind is not other:
        return None
    if kind is Date:
        return _sign((left.year, left.month, left.day), (right.year, right.month, right.day))
    if kind is YearsMonths or kind is DaysTime:
        return _sign(left, right)
    if kind in MOMENTS and left.is_local == right.is_local:
        return _sign(_moment(left), _moment(right))
    return None


def in_range(value: Any, bounds: Range, run: Run) -> bool | None:
    """Whether the range holds the value; None where they cannot be compared."""
    if value is None:
        return None
    if bounds.operator == "!=":
        found = equal(value, bounds.start, run)
        return None if found is None else not found
    if bounds.operator == "=":
        return equal(value, bounds.start, run)
    result: bool | None = True
    if bounds.start is not None or bounds.start_included:
        result = _inside(order(value, bounds.start), bounds.start_included)
    if result is False:
        return False
    if bounds.end is not None or bounds.end_included:
        upper = order(value, bounds.end)
        above = _inside(None if upper is None else -upper, bounds.end_included)
        return above if above is False or result is True else None
    return result


def _inside(sign: int | None, included: bool) -> bool | None:
    if sign is None:
        return None
    return sign > 0 or (included and sign == 0)
