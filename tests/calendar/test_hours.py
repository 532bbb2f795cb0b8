"""Deadlines and durations in working time keep to the office's clocks, also when these change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import (
    DEFAULT_HOURS,
    OfficeHours,
    add_working_days,
    add_working_time,
    is_open,
    working_time_between,
)

HELSINKI = ZoneInfo("Europe/Helsinki")
WHOLE_DAY = timedelta(hours=8, minutes=15)
#: A night office in a place where the clocks change while it is open on a working day.
CAIRO = OfficeHours(time(0, 0), time(8, 0), ZoneInfo("Africa/Cairo"), "FI")

TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  aware by timezones
DURATIONS = st.timedeltas(timedelta(), timedelta(days=30))


def office_time(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=HELSINKI)  # type: ignore[arg-type,misc]


def test_a_deadline_in_working_days_falls_due_at_closing_time() -> None:
    due = add_working_days(office_time(2026, 3, 11, 10), 2)

    assert due == office_time(2026, 3, 13, 16, 15)
    assert due.tzinfo is UTC


def test_a_deadline_leaves_out_weekends_and_holidays() -> None:
    assert add_working_days(office_time(2026, 4, 2, 15), 1) == office_time(2026, 4, 7, 16, 15)


@pytest.mark.parametrize(
    ("began", "due"),
    [
        ((2026, 3, 27, 9), (2026, 3, 30, 16, 15)),  # the clocks go forward on 29 March
        ((2026, 10, 23, 9), (2026, 10, 26, 16, 15)),  # and back on 25 October
    ],
)
def test_a_deadline_over_a_change_of_the_clocks_is_still_at_closing_time(
    began: tuple[int, ...], due: tuple[int, ...]
) -> None:
    assert add_working_days(office_time(*began), 1) == office_time(*due)


def test_the_day_is_the_offices_not_that_of_utc() -> None:
    late_evening_in_utc = datetime(2026, 3, 11, 22, 30, tzinfo=UTC)  # half past midnight on the 12th in Helsinki

    assert add_working_days(late_evening_in_utc, 1) == office_time(2026, 3, 13, 16, 15)
    assert add_working_days(late_evening_in_utc, 1, ZoneInfo("Atlantic/Reykjavik")) == datetime(
        2026, 3, 12, 16, 15, tzinfo=UTC
    )


def test_no_working_days_mean_today_or_the_next_day_that_the_office_works() -> None:
    assert add_working_days(office_time(2026, 3, 11, 10), 0) == office_time(2026, 3, 11, 16, 15)
    assert add_working_days(office_time(2026, 3, 14, 10), 0) == office_time(2026, 3, 16, 16, 15)


def test_the_office_is_open_from_opening_until_just_before_closing() -> None:
    assert is_open(office_time(2026, 3, 11, 8))
    assert not is_open(office_time(2026, 3, 11, 16, 15))
    assert not is_open(office_time(2026, 3, 11, 7, 59))
    assert not is_open(office_time(2026, 3, 14, 12))


def test_working_time_goes_on_the_next_working_morning() -> None:
    assert add_working_time(office_time(2026, 3, 13, 15, 15), timedelta(hours=2)) == office_time(2026, 3, 16, 9)
    assert add_working_time(office_time(2026, 3, 14, 12), timedelta(hours=1)) == office_time(2026, 3, 16, 9)
    assert add_working_time(office_time(2026, 3, 11, 5), WHOLE_DAY) == office_time(2026, 3, 11, 16, 15)


def test_where_the_clocks_change_in_office_hours_the_day_counts_what_it_has() -> None:
    # On Friday 24 April 2026 the clocks of Cairo jump from 0:00 to 1:00.
    before, after = (datetime(2026, 4, day, 8, tzinfo=CAIRO.zone) for day in (23, 24))

    assert working_time_between(before, after, CAIRO) == timedelta(hours=7)
    assert add_working_time(before, timedelta(hours=7), CAIRO) == after


@given(TIMES, DURATIONS)
def test_time_added_is_the_time_between(start: datetime, duration: timedelta) -> None:
    assert working_time_between(start, add_working_time(start, duration)) == duration


@given(TIMES, DURATIONS, DURATIONS)
def test_adding_in_two_goes_is_adding_in_one(start: datetime, one: timedelta, other: timedelta) -> None:
    at_once = add_working_time(start, one + other)

    assert add_working_time(add_working_time(start, one), other) == at_once


@given(TIMES, TIMES)
def test_working_time_is_never_more_than_real_time_and_changes_sign_with_the_order(
    one: datetime, other: datetime
) -> None:
    between = working_time_between(one, other)

    assert abs(between) <= abs(other - one)
    assert between == -working_time_between(other, one)


@given(TIMES, st.integers(0, 100))
def test_deadlines_are_always_at_closing_time_and_never_before_the_start_day(start: datetime, days: int) -> None:
    due = add_working_days(start, days).astimezone(HELSINKI)

    assert due.time() == DEFAULT_HOURS.closes
    assert due.date() >= start.astimezone(HELSINKI).date()
    assert due.weekday() < 5


def test_what_nobody_can_count_is_refused_with_a_sentence() -> None:
    now = office_time(2026, 3, 11, 10)
    with pytest.raises(ValueError, match="has no time zone"):
        add_working_days(datetime(2026, 3, 11), 1)  # noqa: DTZ001  the naive time is the point
    with pytest.raises(ValueError, match="has passed"):
        add_working_days(now, -1)
    with pytest.raises(ValueError, match="is negative"):
        add_working_time(now, timedelta(seconds=-1))
    with pytest.raises(ValueError, match="too many"):
        add_working_time(now, timedelta(days=40_000))
