"""Python values to FEEL values, at the one place where variables enter."""

from __future__ import annotations

import datetime as python
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel.values.durations import DaysTime, YearsMonths
from engine.feel.values.functions import Function
from engine.feel.values.numbers import CONTEXT, from_float
from engine.feel.values.ranges import Range
from engine.feel.values.temporal import Date, DateTime, Time

SCALARS = frozenset((str, int, Decimal, bool, type(None), Date, Time, DateTime, YearsMonths, DaysTime, Range))


def adopt(value: Any) -> Any:
    """The FEEL value of a Python value; the same object where it already is one.

    Floats become the decimals that they show, dates and times FEEL's own, any mapping a context, any sequence or set a
    list. What FEEL has no value for is null.
    """
    kind = type(value)
    if kind in SCALARS:
        return value if kind is not Decimal or value.is_finite() else None
    if kind is list:
        for index, item in enumerate(value):
            adopted = adopt(item)
            if adopted is not item:  # copied only from here on
                return [*value[:index], adopted, *map(adopt, value[index + 1 :])]
        return value
    if kind is dict:
        if all(type(key) is str and adopt(item) is item for key, item in value.items()):
            return value
        return {str(key): adopt(item) for key, item in value.items()}
    return _foreign(value)


def _foreign(value: Any) -> Any:
    match value:
        case Function():
            return value
        case float():
            return from_float(float(value))
        case int():
            return int(value)
        case str():
            return str.__str__(value)
        case Decimal():
            return CONTEXT.create_decimal(value) if value.is_finite() else None
        case python.datetime():
            return DateTime(Date(value.year, value.month, value.day), _time(value.timetz(), value))
        case python.date():
            return Date(value.year, value.month, value.day)
        case python.time():
            return _time(value, None)
        case python.timedelta():
            return DaysTime(((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds) * 1000)
        case Mapping():
            return {str(key): adopt(item) for key, item in value.items()}
        case tuple() | set() | frozenset() | list():
            return [adopt(item) for item in value]
        case _:
            return None


def _time(value: python.time, moment: python.datetime | None) -> Time:
    zone = getattr(value.tzinfo, "key", None)  # a zoneinfo.ZoneInfo knows its name
    offset = None
    if isinstance(zone, str) and zone != "UTC":
        return Time(value.hour, value.minute, value.second, value.microsecond * 1000, None, zone)
    shift = moment.utcoffset() if moment is not None else value.utcoffset()
    if shift is not None:
        offset = int(shift.total_seconds())
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, offset)
