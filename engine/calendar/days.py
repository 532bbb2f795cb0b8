"""Working days: Monday to Friday without the public holidays of a country, or of a part of one."""

from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5
#: About forty years. A deadline further away is a mistake, and counting to it would only take time.
MOST_DAYS = 10_000


@cache
def public_holidays(place: str, year: int) -> frozenset[date]:
    """The public holidays of `place` (`FI`, `DE-BY`) in a year; none outside the years that are known."""
    country, _, part = place.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))


def is_working_day(day: date, place: str = "FI") -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(place, day.year)


def next_working_day(day: date, place: str = "FI") -> date:
    """The first working day after `day`."""
    return nth_working_day(day, 1, place)


def nth_working_day(day: date, number: int, place: str = "FI") -> date:
    """The `number`th working day after `day`, before it where `number` is negative; for 0, `day` itself.

    Raises ValueError for a number beyond MOST_DAYS, or when the calendar ends before the day is reached.
    """
    if abs(number) > MOST_DAYS:
        raise ValueError(f"{number} working days are too many. Give at most {MOST_DAYS}.")
    step = ONE_DAY if number > 0 else -ONE_DAY
    left = abs(number)
    try:
        while left:
            day += step
            left -= is_working_day(day, place)
    except OverflowError as beyond:
        raise ValueError(f"{number} working days from there lie outside the calendar.") from beyond
    return day


def working_days_between(first: date, last: date, place: str = "FI") -> int:
    """How many working days come after `first` up to and with `last`; negative when `last` is the earlier."""
    if last < first:
        return -working_days_between(last, first, place)
    return sum(is_working_day(first + ONE_DAY * n, place) for n in range(1, (last - first).days + 1))
