"""Dates, times, and dates with times (DMN 1.5, 10.3.2.3.3-6).

Years run from -999,999,999 to 999,999,999, seconds have nine digits, and a zone given by name keeps its name, none of
which Python's ``datetime`` can hold. A value is local (no offset), has a fixed offset, or a named zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from engine.feel.values.calendar import MAX_YEAR, date_from_days, days_from_date
from engine.feel.values.durations import SECOND
from engine.feel.values.zones import instant_offset, local_offset, offset_text

_DAY_SECONDS = 86_400
# A time of day with a named zone has no date to look its offset up at; daylight saving is left out by asking in winter.
_REFERENCE_DAY = days_from_date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Date:
    year: int
    month: int
    day: int

    @property
    def days(self) -> int:
        """Days since 1970-01-01."""
        return days_from_date(self.year, self.month, self.day)

    @classmethod
    def from_days(cls, days: int) -> Self | None:
        year, month, day = date_from_days(days)
        return cls(year, month, day) if abs(year) <= MAX_YEAR else None

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Time:
    hour: int
    minute: int
    second: int
    nano: int = 0
    offset: int | None = None  # seconds east of UTC
    zone: str | None = None  # an IANA name; then offset is None

    @property
    def seconds(self) -> int:
        """Seconds since midnight."""
        return self.hour * 3600 + self.minute * 60 + self.second

    @property
    def is_local(self) -> bool:
        return self.offset is None and self.zone is None

    @property
    def utc_offset(self) -> int | None:
        if self.zone is not None:
            return local_offset(self.zone, _REFERENCE_DAY * _DAY_SECONDS + self.seconds)
        return self.offset

    @classmethod
    def from_nanos(cls, nanos: int, offset: int | None = None, zone: str | None = None) -> Self:
        """The time so many nanoseconds after midnight, going round the clock."""
        seconds, nano = divmod(nanos, SECOND)
        minutes, second = divmod(seconds % _DAY_SECONDS, 60)
        hour, minute = divmod(minutes, 60)
        return cls(hour, minute, second, nano, offset, zone)

    @property
    def nanos(self) -> int:
        return self.seconds * SECOND + self.nano

    def clock_text(self) -> str:
        fraction = f".{self.nano:09}".rstrip("0") if self.nano else ""
        return f"{self.hour:02}:{self.minute:02}:{self.second:02}{fraction}"

    def __str__(self) -> str:
        if self.zone is not None:
            return f"{self.clock_text()}@{self.zone}"
        return self.clock_text() + ("" if self.offset is None else offset_text(self.offset))


@dataclass(frozen=True)
class DateTime:
    date: Date
    time: Time

    @cached_property
    def utc_offset(self) -> int | None:
        if self.time.zone is not None:
            return local_offset(self.time.zone, self.local_seconds)
        return self.time.offset

    @property
    def is_local(self) -> bool:
        return self.time.is_local

    @property
    def local_seconds(self) -> int:
        return self.date.days * _DAY_SECONDS + self.time.seconds

    @cached_property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00Z; a local value counts as if it were UTC."""
        return (self.local_seconds - (self.utc_offset or 0)) * SECOND + self.time.nano

    @classmethod
    def from_instant(cls, nanos: int, offset: int | None, zone: str | None) -> Self | None:
        """The moment so many nanoseconds after 1970-01-01T00:00Z, as the clock of that offset or zone shows it."""
        seconds, nano = divmod(nanos, SECOND)
        shift = instant_offset(zone, seconds) if zone is not None else offset or 0
        days, rest = divmod(seconds + shift, _DAY_SECONDS)
        date = Date.from_days(days)
        return None if date is None else cls(date, Time.from_nanos(rest * SECOND + nano, offset, zone))

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


Temporal = Date | Time | DateTime
