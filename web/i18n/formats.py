"""Times as people of the office read them: in their time zone, in words where the day is near."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_timedelta
from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, get_locale, gettext, to_user_timezone

from web.i18n.catalogue import DEFAULT
from web.office import office

SOON = timedelta(days=2)

#: How each language writes a day, a time of day and both; no seconds, which nobody here needs.
PATTERNS: Mapping[str, Mapping[str, str]] = {
    "fi": {"day": "d.M.y", "time": "H.mm", "moment": "d.M.y 'klo' H.mm"},
    "en": {"day": "d MMM y", "time": "HH:mm", "moment": "d MMM y, HH:mm"},
}


def pattern(kind: str) -> str:
    locale = get_locale()
    return PATTERNS[locale.language if locale else DEFAULT][kind]


def moment(at: datetime | None) -> str:
    """Day and time, as "12.3.2026 klo 9.15"."""
    return "" if at is None else format_datetime(at, pattern("moment"))


def day(at: datetime | None) -> str:
    return "" if at is None else format_date(to_user_timezone(at), pattern("day"))


def date_only(day: date | None) -> str:
    """A day that stands in no time zone, as "12.3.2026"."""
    return "" if day is None else format_date(day, pattern("day"))


def clock_time(at: datetime | None) -> str:
    return "" if at is None else format_datetime(at, pattern("time"))


def relative(at: datetime | None) -> str:
    """How far away it is, as "in 3 days": by days of the calendar, and by the clock only today."""
    if at is None:
        return ""
    now, locale = office().now(), get_locale() or DEFAULT
    days = (to_user_timezone(at).date() - to_user_timezone(now).date()).days
    match days:
        case 0:
            return format_timedelta(at - now, granularity="minute", add_direction=True, locale=locale)
        case 1:
            return gettext("tomorrow")
        case -1:
            return gettext("yesterday")
        case _:
            return format_timedelta(timedelta(days=days), threshold=1.2, add_direction=True, locale=locale)


def lateness(due: datetime) -> str:
    """How much too late it is by now."""
    distance = format_timedelta(office().now() - due, threshold=1.2, locale=get_locale() or DEFAULT)
    return gettext("%(distance)s late", distance=distance)


def due_class(due: datetime | None) -> str:
    """The mark of a due date: late, soon, or none."""
    if due is None:
        return ""
    left = due - office().now()
    if left < timedelta():
        return "is-late"
    return "is-soon" if left < SOON else ""


def figure(number: Any) -> str:
    return str(format_decimal(number))


def install(app: Flask) -> None:
    filters = (moment, day, date_only, clock_time, relative, lateness, due_class, figure)
    app.jinja_env.filters.update({write.__name__: write for write in filters})
