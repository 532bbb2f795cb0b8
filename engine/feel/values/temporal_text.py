"""Texts to temporal values, by the lexical rules of XML Schema with the zone names of DMN 1.5, 10.3.2.3.4."""

from __future__ import annotations

import re
from functools import lru_cache

from engine.feel.values.calendar import MAX_YEAR, month_length
from engine.feel.values.durations import Duration, parse_duration
from engine.feel.values.temporal import Date, DateTime, Time
from engine.feel.values.zones import MAX_OFFSET, find_zone

_DATE = re.compile(r"(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(?:([Zz])|([+-])(\d\d):(\d\d)(?::(\d\d))?|@(.+))?", re.ASCII
)


@lru_cache(maxsize=4096)
def parse_date(text: str) -> Date | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year = int(match[2])
    return make_date(-year if match[1] else year, int(match[3]), int(match[4]))


def make_date(year: int, month: int, day: int) -> Date | None:
    """The date, or None if the calendar has none such."""
    if abs(year) > MAX_YEAR or not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        return None
    return Date(year, month, day)


@lru_cache(maxsize=4096)
def parse_time(text: str) -> Time | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3])
    nano = int((match[4] or "0").ljust(9, "0"))
    midnight = hour == 24 and minute == second == nano == 0
    if (hour > 23 and not midnight) or minute > 59 or second > 59:
        return None
    offset: int | None = None
    zone: str | None = None
    if match[5]:
        offset = 0
    elif match[6]:
        if int(match[8]) > 59 or int(match[9] or 0) > 59:
            return None
        offset = int(match[7]) * 3600 + int(match[8]) * 60 + int(match[9] or 0)
        if offset > MAX_OFFSET:
            return None
        offset = -offset if match[6] == "-" else offset
    elif match[10]:
        zone = match[10]
        if find_zone(zone) is None:
            return None
    return Time(hour % 24, minute, second, nano, offset, zone)


@lru_cache(maxsize=4096)
def parse_date_time(text: str) -> DateTime | None:
    """A date with a time; a date alone means its midnight."""
    day, separator, clock = text.partition("T")
    date = parse_date(day)
    if date is None:
        return None
    if not separator:
        return DateTime(date, Time(0, 0, 0))
    time = parse_time(clock)
    if time is None:
        return None
    if clock.startswith("24"):
        following = Date.from_days(date.days + 1)
        return None if following is None else DateTime(following, time)
    return DateTime(date, time)


def parse_temporal(text: str) -> Date | Time | DateTime | Duration | None:
    """The value of ``@"text"``, whichever kind it is; None if it is none."""
    if text.startswith(("P", "-P")):
        return parse_duration(text)
    if "T" in text.partition("@")[0]:
        return parse_date_time(text)
    if ":" in text:
        return parse_time(text)
    return parse_date(text)
