"""When something is due: FEEL's temporal values and ISO 8601 texts as points in time.

Values without a zone are in the zone of `now`, which the engine gives in the office's time zone.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.feel.values.calendar import shift_months
from engine.feel.values.durations import DaysTime, YearsMonths
from engine.feel.values.temporal import Date, DateTime
from engine.feel.values.temporal_text import parse_temporal
from engine.kernel.failure import Failure

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Days:
    """So many days of the calendar by the office's clocks; one on which they change has 23 hours, or 25."""

    number: int

    def __str__(self) -> str:
        return f"P{self.number}D"


Length = DaysTime | YearsMonths | Days


def as_duration(value: Any, what: str) -> DaysTime | YearsMonths:
    """A FEEL duration, or the text of one (ISO 8601)."""
    found = parse_temporal(value) if isinstance(value, str) else value
    match found:
        case DaysTime() | YearsMonths():
            return found
        case timedelta():
            return DaysTime(found // timedelta(microseconds=1) * 1000)
    raise Failure(f"The {what} must be a duration such as PT2H or P3D, but is {shown(value)}.")


def as_moment(value: Any, now: datetime, what: str) -> datetime:
    """A FEEL date and time (a date means its first moment), or the text of one, in UTC."""
    found = parse_temporal(value) if isinstance(value, str) else value
    try:
        match found:
            case datetime():
                return (found if found.tzinfo else found.replace(tzinfo=now.tzinfo)).astimezone(UTC)
            case DateTime() if found.is_local:
                at, clock = found.date, found.time
                day = datetime(at.year, at.month, at.day, clock.hour, clock.minute, clock.second, tzinfo=now.tzinfo)
                return day.replace(microsecond=clock.nano // 1000).astimezone(UTC)
            case DateTime():
                return EPOCH + timedelta(microseconds=found.instant // 1000)
            case Date():
                return datetime(found.year, found.month, found.day, tzinfo=now.tzinfo).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Failure(f"The {what} {shown(value)} lies outside the years 1 to 9999.") from error
    raise Failure(f"The {what} must be a date and time such as 2026-05-04T09:00:00, but is {shown(value)}.")


def after(start: datetime, duration: Length, what: str) -> datetime:
    """`start` plus `duration`, in UTC. Months, and days of the calendar, are counted in the zone of `start`."""
    try:
        match duration:
            case DaysTime(nanos):
                return start.astimezone(UTC) + timedelta(microseconds=nanos // 1000)
            case Days(number):
                return (start + timedelta(days=number)).astimezone(UTC)
            case YearsMonths(months):
                year, month, day = shift_months(start.year, start.month, start.day, months)
                return start.replace(year=year, month=month, day=day).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Failure(f"The {what} {duration} from {start.isoformat()} ends outside the years 1 to 9999.") from error


def times(duration: Length, number: int) -> Length:
    """The duration so many times."""
    match duration:
        case DaysTime(nanos):
            return DaysTime(nanos * number)
        case YearsMonths(months):
            return YearsMonths(months * number)
        case Days(days):
            return Days(days * number)


def shown(value: Any) -> str:
    return "null" if value is None else str(value)
