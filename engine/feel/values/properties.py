"""What can be asked of temporal values, durations and ranges after a dot (DMN 1.5, 10.3.2.15, table 65)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel.values.calendar import weekday
from engine.feel.values.durations import DAY, HOUR, MINUTE, SECOND, DaysTime, YearsMonths
from engine.feel.values.numbers import CONTEXT
from engine.feel.values.ranges import Range
from engine.feel.values.temporal import Date, DateTime, Time

MISSING: Any = object()
Getter = Callable[[Any], Any]


def property_of(value: Any, name: str) -> Any:
    """The property, or MISSING where values of that kind have none of the name."""
    getter = PROPERTIES.get(type(value), _NONE).get(name)
    return MISSING if getter is None else getter(value)


def _offset(value: Time | DateTime) -> DaysTime | None:
    offset = value.utc_offset
    return None if offset is None else DaysTime(offset * SECOND)


def _seconds(nanos: int) -> Any:
    return nanos // SECOND if nanos % SECOND == 0 else CONTEXT.divide(nanos, SECOND)


def _part(divisor: int, modulus: int | None) -> Getter:
    """One part of a duration, with the sign of the whole."""

    def get(value: DaysTime) -> Any:
        size = abs(value.nanos) if modulus is None else abs(value.nanos) % modulus
        part = _seconds(size) if divisor == SECOND else size // divisor
        return -part if value.nanos < 0 else part

    return get


def _signed(months: int, part: int) -> int:
    return -part if months < 0 else part


_NONE: dict[str, Getter] = {}
_DATE: dict[str, Getter] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": lambda value: weekday(value.days),
}
_TIME: dict[str, Getter] = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": lambda value: _seconds(value.second * SECOND + value.nano),
    "timezone": lambda value: value.zone,
    "time offset": _offset,
}


def _of_date(getter: Getter) -> Getter:
    return lambda value: getter(value.date)


def _of_time(getter: Getter) -> Getter:
    return lambda value: getter(value.time)


PROPERTIES: dict[type, dict[str, Getter]] = {
    Date: _DATE,
    Time: _TIME,
    DateTime: {
        **{name: _of_date(getter) for name, getter in _DATE.items()},
        **{name: _of_time(getter) for name, getter in _TIME.items()},
        "time offset": _offset,
    },
    YearsMonths: {
        "years": lambda value: _signed(value.months, abs(value.months) // 12),
        "months": lambda value: _signed(value.months, abs(value.months) % 12),
    },
    DaysTime: {
        "days": _part(DAY, None),
        "hours": _part(HOUR, DAY),
        "minutes": _part(MINUTE, HOUR),
        "seconds": _part(SECOND, MINUTE),
    },
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}
