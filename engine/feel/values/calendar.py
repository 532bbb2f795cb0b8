"""The proleptic Gregorian calendar for any year; Python's own ends at 9999 and has no year 0."""

from __future__ import annotations

MAX_YEAR = 999_999_999
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def days_from_date(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01. Counts years from March so that the leap day is the last of its year."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146_097 + day_of_era - 719_468


def date_from_days(days: int) -> tuple[int, int, int]:
    """The inverse of days_from_date."""
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    return year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def shift_months(year: int, month: int, day: int, months: int) -> tuple[int, int, int]:
    """The same day so many months later, or the last of that month where it is shorter."""
    year, month0 = divmod(year * 12 + month - 1 + months, 12)
    return year, month0 + 1, min(day, month_length(year, month0 + 1))


def weekday(days: int) -> int:
    """1 for Monday to 7 for Sunday."""
    return (days + 3) % 7 + 1


def iso_week(year: int, days: int) -> int:
    """Week of the year as ISO 8601 counts: week 1 holds the year's first Thursday."""
    thursday = days - weekday(days) + 4
    for candidate in (year + 1, year, year - 1):
        first = days_from_date(candidate, 1, 1)
        if thursday >= first:
            return (thursday - first) // 7 + 1
    raise AssertionError("a day lies in one of three years")
