"""Functions on dates, and the clock that the caller gives (DMN 1.5, 10.3.4.6 and 10.3.4.7)."""

from __future__ import annotations

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values.calendar import days_from_date, iso_week, month_length, weekday
from engine.feel.values.temporal import Date, DateTime

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@builtin("now")
def now(run: Run) -> DateTime:
    return run.moment


@builtin("today")
def today(run: Run) -> Date:
    return run.moment.date


# A date is taken as its midnight by the implicit conversion to date and time.
@builtin("day of year", "date: date and time")
def day_of_year(run: Run, moment: DateTime) -> int:
    return moment.date.days - days_from_date(moment.date.year, 1, 1) + 1


@builtin("day of week", "date: date and time")
def day_of_week(run: Run, moment: DateTime) -> str:
    return DAYS[weekday(moment.date.days) - 1]


@builtin("month of year", "date: date and time")
def month_of_year(run: Run, moment: DateTime) -> str:
    return MONTHS[moment.date.month - 1]


@builtin("week of year", "date: date and time")
def week_of_year(run: Run, moment: DateTime) -> int:
    return iso_week(moment.date.year, moment.date.days)


@builtin("last day of month", "date: date and time")
def last_day_of_month(run: Run, moment: DateTime) -> Date:
    """No function of DMN 1.5, but one that FEEL editors offer."""
    return Date(moment.date.year, moment.date.month, month_length(moment.date.year, moment.date.month))
