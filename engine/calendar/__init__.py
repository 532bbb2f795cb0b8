"""Working time: which days the office works, its hours on them, and deadlines counted in working days.

Everything here is a pure function of its arguments. Times go in and come out aware; days are those of the
office's time zone, so that a change to or from daylight-saving time moves no deadline.
"""

from engine.calendar.days import is_working_day, next_working_day, nth_working_day, working_days_between
from engine.calendar.hours import (
    DEFAULT_HOURS,
    OfficeHours,
    add_working_days,
    add_working_time,
    is_open,
    working_time_between,
)
from engine.calendar.week import WorkingWeek, count_days

__all__ = [
    "DEFAULT_HOURS",
    "OfficeHours",
    "WorkingWeek",
    "add_working_days",
    "add_working_time",
    "count_days",
    "is_open",
    "is_working_day",
    "next_working_day",
    "nth_working_day",
    "working_days_between",
    "working_time_between",
]
