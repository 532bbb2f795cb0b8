"""The two kinds of duration, which never mix: years and months, days and time (DMN 1.5, 10.3.2.3.7-8)."""

from __future__ import annotations

import re
from dataclasses import dataclass

SECOND = 1_000_000_000  # nanoseconds
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86_400 * SECOND
# The standard sets no bound; months and seconds have as many digits as a number.
MAX_MONTHS = 10**34 - 1
MAX_NANOS = MAX_MONTHS * SECOND


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (text or "0M")


@dataclass(frozen=True, slots=True, order=True)
class DaysTime:
    nanos: int

    def __str__(self) -> str:
        days, rest = divmod(abs(self.nanos), DAY)
        hours, rest = divmod(rest, HOUR)
        minutes, rest = divmod(rest, MINUTE)
        seconds, nanos = divmod(rest, SECOND)
        fraction = f".{nanos:09}".rstrip("0") if nanos else ""
        time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        time += f"{seconds}{fraction}S" if seconds or nanos else ""
        text = (f"{days}D" if days else "") + (f"T{time}" if time else "")
        return ("-" if self.nanos < 0 else "") + "P" + (text or "T0S")


Duration = YearsMonths | DaysTime

_YEARS_MONTHS = re.compile(r"(-?)P(?:(\d{1,34})Y)?(?:(\d{1,34})M)?", re.ASCII)
_DAYS_TIME = re.compile(
    r"(-?)P(?:(\d{1,34})D)?(?:T(?:(\d{1,34})H)?(?:(\d{1,34})M)?(?:(\d{1,34})(?:\.(\d{1,9})\d*)?S)?)?", re.ASCII
)


def parse_duration(text: str) -> Duration | None:
    """``P1Y2M`` or ``P1DT2H3M4.5S``; None if it is neither or out of bounds."""
    if not text or text.endswith(("P", "T")):
        return None
    if match := _YEARS_MONTHS.fullmatch(text):
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return years_months(-months if match[1] else months)
    if match := _DAYS_TIME.fullmatch(text):
        nanos = int(match[2] or 0) * DAY + int(match[3] or 0) * HOUR + int(match[4] or 0) * MINUTE
        nanos += int(match[5] or 0) * SECOND + int((match[6] or "0").ljust(9, "0"))
        return days_time(-nanos if match[1] else nanos)
    return None


def years_months(months: int) -> YearsMonths | None:
    return YearsMonths(months) if abs(months) <= MAX_MONTHS else None


def days_time(nanos: int) -> DaysTime | None:
    return DaysTime(nanos) if abs(nanos) <= MAX_NANOS else None
