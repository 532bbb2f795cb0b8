"""Offsets from UTC, fixed or by a named zone of the IANA database."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel.values.calendar import date_from_days

MAX_OFFSET = 18 * 3600
_DAY = 86_400


@lru_cache(maxsize=256)
def find_zone(name: str) -> ZoneInfo | None:
    """The zone of that name, or None. The name is matched against file names, so only its plain form is tried."""
    if not name or name.startswith(("/", ".")) or ".." in name or not all(c.isalnum() or c in "_+-/" for c in name):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError that wraps these
        return None
    except KeyError:
        return None


@lru_cache(maxsize=4096)
def local_offset(zone: str, local_seconds: int) -> int:
    """Seconds east of UTC of ``zone`` at a local time, given as seconds since 1970-01-01T00:00:00 of the wall clock."""
    found = find_zone(zone)
    if found is None:
        return 0
    offset = _stand_in(local_seconds).replace(tzinfo=found).utcoffset()
    return int((offset or timedelta()).total_seconds())


@lru_cache(maxsize=4096)
def instant_offset(zone: str, utc_seconds: int) -> int:
    """Seconds east of UTC of ``zone`` at an instant."""
    found = find_zone(zone)
    if found is None:
        return 0
    moment = _stand_in(utc_seconds).replace(tzinfo=ZoneInfo("UTC")).astimezone(found)
    return int((moment.utcoffset() or timedelta()).total_seconds())


def _stand_in(seconds: int) -> datetime:
    """A Python datetime with the same rules: years beyond its range are moved by whole cycles of 400 years."""
    days, rest = divmod(seconds, _DAY)
    year, month, day = date_from_days(days)
    if year > 9990:
        year = 9590 + (year - 9590) % 400
    elif year < 10:
        year = 10 + (year - 10) % 400
    return datetime(year, month, day) + timedelta(seconds=rest)  # noqa: DTZ001  (the caller gives it its zone)


def offset_text(offset: int) -> str:
    """``Z``, ``+02:00`` or ``-01:30:15``."""
    if offset == 0:
        return "Z"
    sign, offset = ("-", -offset) if offset < 0 else ("+", offset)
    hours, rest = divmod(offset, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{sign}{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
