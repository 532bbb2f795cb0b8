"""Functions that turn one kind of value into another (DMN 1.5, 10.3.4.1), and not()."""

from __future__ import annotations

import re
from decimal import Decimal, Overflow
from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values.arithmetic import kind
from engine.feel.values.durations import DaysTime, YearsMonths, parse_duration
from engine.feel.values.numbers import Number, number_literal, whole
from engine.feel.values.temporal import Date, DateTime, Time
from engine.feel.values.temporal_text import make_date, parse_date, parse_date_time, parse_time
from engine.feel.values.text import quoted, text
from engine.feel.values.zones import MAX_OFFSET

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,5})?", re.ASCII)


# The steps that it costs to look for a time zone by its name, in files.
ZONE = 200


@builtin("not", "negand: boolean")
def not_(run: Run, negand: bool) -> bool:
    return not negand


@builtin("string", "from: Any")
def string(run: Run, value: Any) -> str | None:
    return text(value, run)


@builtin("number", "from: string", "grouping separator: string?", "decimal separator: string?")
def number_with_separators(run: Run, source: str, grouping: str | None, point: str | None) -> Number | None:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (grouping and grouping == point):
        return run.null("number() groups digits by space, comma or period and has a comma or period as decimal point")
    plain = source.replace(grouping, "") if grouping else source
    if point and point != "." and "." in plain:
        return run.null(f"number(): {quoted(source)} is no number")
    return number_from_text(run, plain.replace(point, ".") if point else plain)


@builtin("number", "from: string")
def number_from_text(run: Run, source: str) -> Number | None:
    if len(source) > 10_000 or not _NUMBER.fullmatch(source):
        return run.null(f"number(): {quoted(source)} is no number")
    try:
        return number_literal(source)
    except Overflow:
        return run.null(f"number(): {quoted(source)} is larger than the largest number of FEEL")


@builtin("number", "from: number")
def number_itself(run: Run, source: Number) -> Number:
    return source


@builtin("date", "from: string")
def date_from_text(run: Run, source: str) -> Date | None:
    return parse_date(source) or run.null(f"date(): {quoted(source)} is no date such as 2026-01-31")


@builtin("date", "from: date")
def date_itself(run: Run, source: Date) -> Date:
    return source


@builtin("date", "from: date and time")
def date_of_moment(run: Run, source: DateTime) -> Date:
    return source.date


@builtin("date", "year: number", "month: number", "day: number")
def date_of_parts(run: Run, year: Number, month: Number, day: Number) -> Date | None:
    parts = [whole(part) for part in (year, month, day)]
    if None in parts:
        return run.null("date() takes whole numbers")
    return make_date(*[part or 0 for part in parts]) or run.null(f"date(): there is no {year}-{month}-{day}")


def _find_zone(run: Run, source: str) -> None:
    if "@" in source:
        run.spend(ZONE)


@builtin("time", "from: string")
def time_from_text(run: Run, source: str) -> Time | None:
    _find_zone(run, source)
    return parse_time(source) or run.null(f"time(): {quoted(source)} is no time such as 14:30:00")


@builtin("time", "from: time")
def time_itself(run: Run, source: Time) -> Time:
    return source


@builtin("time", "from: date and time")
def time_of_moment(run: Run, source: DateTime) -> Time:
    """The time of day, or 00:00:00Z of a date, which the implicit conversion makes midnight in UTC."""
    return source.time


@builtin("time", "hour: number", "minute: number", "second: number", "offset?: days and time duration?")
def time_of_parts(
    run: Run, hour: Number, minute: Number, second: Number, offset: DaysTime | None = None
) -> Time | None:
    hours, minutes = whole(hour), whole(minute)
    if hours is None or minutes is None or not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= second < 60):
        return run.null(f"time(): there is no {hour}:{minute}:{second}")
    nanos = int(Decimal(second) * 1_000_000_000)
    shift = None if offset is None else offset.nanos // 1_000_000_000
    if shift is not None and abs(shift) > MAX_OFFSET:
        return run.null("time() takes an offset of at most 18 hours")
    return Time(hours, minutes, nanos // 1_000_000_000, nanos % 1_000_000_000, shift)


@builtin("date and time", "from: string")
def moment_from_text(run: Run, source: str) -> DateTime | None:
    _find_zone(run, source)
    return parse_date_time(source) or run.null(f"date and time(): {quoted(source)} is no such as 2026-01-31T14:30:00")


@builtin("date and time", "from: date and time")
def moment_itself(run: Run, source: DateTime) -> DateTime:
    return source


@builtin("date and time", "date: date", "time: time")
def moment_of_date(run: Run, date: Date, time: Time) -> DateTime:
    return DateTime(date, time)


@builtin("date and time", "date: date and time", "time: time")
def moment_of_moment(run: Run, date: DateTime, time: Time) -> DateTime:
    return DateTime(date.date, time)


@builtin("date and time", "date: date and time", "timezone: string")
def moment_in_zone(run: Run, moment: DateTime, timezone: str) -> DateTime | None:
    """The same instant as another clock shows it; a local moment is taken as UTC."""
    run.spend(ZONE)
    clock = parse_time(f"00:00:00{timezone if timezone[:1] in 'Z+-' else '@' + timezone}")
    if clock is None:
        return run.null(f"date and time(): {quoted(timezone)} is no time zone")
    return DateTime.from_instant(moment.instant, clock.offset, clock.zone)


@builtin("duration", "from: string")
def duration(run: Run, source: str) -> YearsMonths | DaysTime | None:
    found = parse_duration(source)
    return run.null(f"duration(): {quoted(source)} is no duration such as P1Y2M or P3DT4H") if found is None else found


@builtin("duration", "from: Any")
def duration_itself(run: Run, source: Any) -> YearsMonths | DaysTime | None:
    return source if isinstance(source, YearsMonths | DaysTime) else run.null(f"A {kind(source)} is no duration")


@builtin("years and months duration", "from: date and time", "to: date and time")
def years_and_months(run: Run, start: DateTime, end: DateTime) -> YearsMonths:
    """The whole months between two dates; times of day are left out."""
    first, last = start.date, end.date
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsMonths(months)
