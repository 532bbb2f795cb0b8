"""Office hours: deadlines and durations in working time.

A working day lasts from opening to closing by the office's own clocks. What is counted in between is real time,
so where the clocks change during office hours, that day is an hour shorter or longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.calendar.days import MOST_DAYS, is_working_day, next_working_day, nth_working_day


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office is open on working days, in which time zone, with which country's public holidays."""

    opens: time = time(8)
    closes: time = time(16, 15)
    zone: ZoneInfo = ZoneInfo("Europe/Helsinki")  # noqa: RUF009  a ZoneInfo never changes
    place: str = "FI"


DEFAULT_HOURS = OfficeHours()


def opening(day: date, hours: OfficeHours) -> datetime:
    return datetime.combine(day, hours.opens, hours.zone).astimezone(UTC)


def closing(day: date, hours: OfficeHours) -> datetime:
    return datetime.combine(day, hours.closes, hours.zone).astimezone(UTC)


def local_day(at: datetime, hours: OfficeHours) -> date:
    """The office's date at a point in time. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone. Give a time with one, for instance in UTC.")
    return at.astimezone(hours.zone).date()


def is_open(at: datetime, hours: OfficeHours = DEFAULT_HOURS) -> bool:
    """Whether the office is open: from opening on, until just before closing."""
    day = local_day(at, hours)
    return is_working_day(day, hours.place) and opening(day, hours) <= at < closing(day, hours)


def add_working_days(
    start: datetime, number: int, zone: ZoneInfo | None = None, hours: OfficeHours = DEFAULT_HOURS
) -> datetime:
    """Closing time of the `number`th working day after `start`'s day, in UTC: when such a deadline falls due.

    With 0 it is the same day, or the next working day when the office does not work then. `zone` replaces that
    of `hours`. Raises ValueError for a time without a zone, a negative number and one beyond all calendars.
    """
    if number < 0:
        raise ValueError(f"A deadline {number} working days ahead has passed. Give 0 or more.")
    if zone is not None:
        hours = OfficeHours(hours.opens, hours.closes, zone, hours.place)
    day = local_day(start, hours)
    if number == 0 and not is_working_day(day, hours.place):
        number = 1
    return closing(nth_working_day(day, number, hours.place), hours)


def add_working_time(start: datetime, duration: timedelta, hours: OfficeHours = DEFAULT_HOURS) -> datetime:
    """When `duration` of open office time has passed since `start`, in UTC; a whole day ends at closing time.

    Raises ValueError for a time without a zone, a negative duration, and one over MOST_DAYS working days.
    """
    if duration < timedelta():
        raise ValueError(f"{duration} is negative. Give a duration of working time of zero or more.")
    for begins, ends in open_hours(start, hours):
        if duration <= ends - begins:
            return begins + duration
        duration -= ends - begins
    raise ValueError(f"More than {MOST_DAYS} working days of time are too many. Give a shorter duration.")


def working_time_between(first: datetime, last: datetime, hours: OfficeHours = DEFAULT_HOURS) -> timedelta:
    """How long the office was open between two times; negative when `last` is the earlier.

    Raises ValueError for a time without a zone, and for times more than MOST_DAYS working days apart.
    """
    local_day(last, hours)
    if last < first:
        return -working_time_between(last, first, hours)
    passed = timedelta()
    for begins, ends in open_hours(first, hours):
        if begins >= last:
            return passed
        passed += min(ends, last) - begins
    raise ValueError(f"{first} and {last} are more than {MOST_DAYS} working days apart.")


def open_hours(start: datetime, hours: OfficeHours) -> Iterator[tuple[datetime, datetime]]:
    """The office's open times from `start` on, one pair a working day, in UTC."""
    day = local_day(start, hours)
    if not is_working_day(day, hours.place) or closing(day, hours) <= start:
        day = next_working_day(day, hours.place)
    for _ in range(MOST_DAYS):
        yield max(opening(day, hours), start.astimezone(UTC)), closing(day, hours)
        day = next_working_day(day, hours.place)
