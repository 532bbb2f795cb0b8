"""Cycles keep to their rhythm: however late they fire, over the changes of the clocks, the ends of months and years."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel.values.durations import YearsMonths
from engine.kernel.events.timers import first_due, next_repetition
from engine.kernel.failure import Failure
from engine.kernel.times import after, as_moment
from engine.model.events import TimerKind

HELSINKI = ZoneInfo("Europe/Helsinki")
ROUNDS = 1000
HOUR = timedelta(hours=1)


def local(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=HELSINKI)  # type: ignore[arg-type,misc]


def fired(cycle: str, begun: datetime, late: list[timedelta]) -> list[datetime]:
    """When the timer of a cycle was due, each time fired so much too late."""
    due, interval, left = first_due(TimerKind.CYCLE, cycle, begun, "remind")
    found = [due]
    for wait in late:
        following = next_repetition(due, interval, left, (due + wait).astimezone(begun.tzinfo))
        if following is None:
            break
        due, left = following
        found.append(due)
    return found


@settings(max_examples=10)
@given(
    begun=st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  aware
    late=st.lists(st.timedeltas(timedelta(), timedelta(minutes=59, seconds=59)), min_size=1, max_size=40),
)
def test_an_hourly_cycle_that_fires_late_each_time_is_due_at_its_hour_after_a_thousand_rounds(
    begun: datetime, late: list[timedelta]
) -> None:
    waits = [late[number % len(late)] for number in range(ROUNDS)]
    dues = fired("R/PT1H", begun.astimezone(HELSINKI), waits)
    assert dues == [begun + (number + 1) * HOUR for number in range(ROUNDS + 1)]


def test_an_hourly_cycle_fires_each_hour_on_both_days_on_which_the_clocks_change() -> None:
    for begun in (local(2026, 3, 28, 12), local(2026, 10, 24, 12)):
        dues = fired("R/PT1H", begun, [timedelta()] * 47)
        assert [due - begun.astimezone(UTC) for due in dues] == [number * HOUR for number in range(1, 49)]


@settings(max_examples=20)
@given(late=st.lists(st.timedeltas(timedelta(), timedelta(days=27)), min_size=ROUNDS // 10, max_size=ROUNDS // 10))
def test_a_monthly_cycle_from_the_31st_is_due_at_the_end_of_each_month(late: list[timedelta]) -> None:
    dues = [due.astimezone(HELSINKI) for due in fired("R/2026-01-31T09:00:00/P1M", local(2026, 1, 5), late)]
    assert all((due + timedelta(days=1)).day == 1 or due.day == 31 for due in dues)
    assert {(due.hour, due.minute) for due in dues} == {(9, 0)}
    assert len(dues) == len({(due.year, due.month) for due in dues}) == len(late) + 1


def test_an_hour_that_the_clocks_leave_out_one_day_does_not_move_those_after_it() -> None:
    dues = [due.astimezone(HELSINKI) for due in fired("R/2026-02-28T03:30:00/P1M", local(2026, 1, 1), [HOUR] * 3)]
    assert [(due.month, due.day, due.hour, due.minute) for due in dues] == [
        (2, 28, 3, 30), (3, 28, 3, 30), (4, 28, 3, 30), (5, 28, 3, 30),
    ]  # fmt: skip
    left_out = [due.astimezone(HELSINKI) for due in fired("R/2026-01-29T03:30:00/P1M", local(2026, 1, 1), [HOUR] * 3)]
    assert [(due.month, due.day, due.hour, due.minute) for due in left_out] == [
        (1, 29, 3, 30), (2, 28, 3, 30), (3, 29, 4, 30), (4, 29, 3, 30),
    ]  # fmt: skip


def test_an_hour_that_comes_twice_one_day_is_there_once() -> None:
    dues = fired("R/2026-09-25T03:30:00/P1M", local(2026, 9, 1), [2 * HOUR] * 2)
    assert [due.astimezone(HELSINKI).replace(tzinfo=None) for due in dues] == [
        datetime(2026, month, 25, 3, 30)  # noqa: DTZ001  on the office's clocks
        for month in (9, 10, 11)
    ]


def test_a_cycle_without_a_start_counts_months_from_when_it_was_armed() -> None:
    dues = [due.astimezone(HELSINKI) for due in fired("R/P1M", local(2027, 12, 31, 10), [HOUR] * 3)]
    assert [(due.year, due.month, due.day) for due in dues] == [
        (2028, 1, 31),
        (2028, 2, 29),
        (2028, 3, 31),
        (2028, 4, 30),
    ]


@pytest.mark.parametrize(
    ("cycle", "begun"),
    [
        ("R/P1D", local(2026, 3, 26, 9)),
        ("R/P1D", local(2026, 10, 22, 9)),
        ("R/2026-03-27T09:00:00/P1D", local(2026, 1, 1)),
        ("R/2026-10-23T09:00:00/P1D", local(2026, 1, 1)),
    ],
)
def test_a_daily_cycle_keeps_to_its_time_of_day_when_the_clocks_change(cycle: str, begun: datetime) -> None:
    dues = [due.astimezone(HELSINKI) for due in fired(cycle, begun, [HOUR] * 6)]
    assert {(due.hour, due.minute) for due in dues} == {(9, 0)}
    assert [due.date() - dues[0].date() for due in dues] == [timedelta(days=number) for number in range(7)]


def test_a_weekly_cycle_keeps_to_its_weekday_and_hour_all_through_a_year() -> None:
    dues = [due.astimezone(HELSINKI) for due in fired("R/2026-01-05T08:00:00/P7D", local(2026, 1, 1), [HOUR] * 60)]
    assert {(due.weekday(), due.hour, due.minute) for due in dues} == {(0, 8, 0)}


def test_a_cycle_in_hours_counts_hours_whatever_the_clocks_say() -> None:
    begun = local(2026, 3, 28, 9)
    assert fired("R/PT24H", begun, [HOUR]) == [begun.astimezone(UTC) + timedelta(days=number) for number in (1, 2)]


def test_days_on_which_the_hour_is_left_out_or_comes_twice_have_it_once() -> None:
    spring = [due.astimezone(HELSINKI) for due in fired("R/P1D", local(2026, 3, 27, 3, 30), [HOUR] * 3)]
    assert [(due.day, due.hour, due.minute) for due in spring] == [(28, 3, 30), (29, 4, 30), (30, 3, 30), (31, 3, 30)]
    autumn = fired("R/P1D", local(2026, 10, 23, 3, 30), [2 * HOUR] * 3)
    assert autumn == [
        datetime(2026, 10, day, hour, 30, tzinfo=UTC) for day, hour in ((24, 0), (25, 0), (26, 1), (27, 1))
    ]


def test_days_that_were_missed_are_made_up_for_once_and_counted() -> None:
    due, interval, left = first_due(TimerKind.CYCLE, "R200/P1D", local(2026, 1, 31, 9), "remind")
    assert next_repetition(due, interval, left, local(2026, 4, 11, 8)) == (local(2026, 4, 11, 9), 130)
    assert next_repetition(due, interval, left, local(2026, 4, 11, 9)) == (local(2026, 4, 12, 9), 129)
    assert next_repetition(due, interval, left, local(2030, 1, 1)) is None


def test_a_daily_cycle_that_an_earlier_release_armed_goes_on_by_the_clocks() -> None:
    assert next_repetition(local(2026, 3, 28, 9), "P1D", -1, local(2026, 3, 28, 10)) == (local(2026, 3, 29, 9), -1)


def test_months_that_were_missed_are_made_up_for_once_and_counted() -> None:
    begun = local(2026, 1, 31, 9)
    due, interval, left = first_due(TimerKind.CYCLE, "R6/P1M", begun, "remind")
    following = next_repetition(due, interval, left, local(2026, 5, 15, 12))
    assert following == (local(2026, 5, 31, 9), 2)
    assert next_repetition(due, interval, left, local(2030, 1, 1)) is None


def test_a_cycle_that_an_earlier_release_armed_goes_on() -> None:
    assert next_repetition(local(2026, 1, 15, 9), "P1M", -1, local(2026, 1, 15, 10)) == (local(2026, 2, 15, 9), -1)


@given(
    begun=st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(HELSINKI)),  # noqa: DTZ001  aware
    days=st.integers(1, 400),
    late=st.timedeltas(timedelta(), timedelta(days=800)),
)
def test_the_next_repetition_in_days_is_the_first_after_now(begun: datetime, days: int, late: timedelta) -> None:
    due, interval, left = first_due(TimerKind.CYCLE, f"R/P{days}D", begun, "remind")
    now = (due + late).astimezone(HELSINKI)
    following = next_repetition(due, interval, left, now)
    assert following is not None
    on_the_clock = begun.replace(fold=0)
    moments = ((on_the_clock + timedelta(days=days * number)).astimezone(UTC) for number in range(1, 800 // days + 3))
    assert following[0] == next(moment for moment in moments if moment > now)


@given(
    begun=st.datetimes(datetime(1900, 1, 1), datetime(9990, 1, 1), timezones=st.just(HELSINKI)),  # noqa: DTZ001  aware
    months=st.integers(1, 24),
    late=st.timedeltas(timedelta(), timedelta(days=800)),
)
def test_the_next_repetition_is_the_first_after_now(begun: datetime, months: int, late: timedelta) -> None:
    due, interval, left = first_due(TimerKind.CYCLE, f"R/P{months}M", begun, "remind")
    now = (due + late).astimezone(HELSINKI)
    following = next_repetition(due, interval, left, now)
    assert following is not None
    moments = (after(begun, YearsMonths(months * number), "test") for number in range(1, 30 // months + 30))
    assert following[0] == next(moment for moment in moments if moment > now)


def test_a_moment_that_the_clocks_leave_out_is_an_hour_later_and_one_that_comes_twice_is_the_first() -> None:
    now = local(2026, 1, 1)
    assert as_moment("2026-03-29T03:30:00", now, "time") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert as_moment("2026-10-25T03:30:00", now, "time") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("moment", "year"), [("9999-12-30T12:00:00", 9999), ("0001-01-02T12:00:00", 1)])
def test_years_far_away_are_moments_too(moment: str, year: int) -> None:
    assert as_moment(moment, local(2026, 1, 1), "time").year == year


def test_a_cycle_that_leaves_the_years_that_there_are_is_told_in_a_sentence() -> None:
    with pytest.raises(Failure, match="outside the years 1 to 9999"):
        first_due(TimerKind.CYCLE, "R/P9000Y", local(2026, 1, 1), "remind")
    with pytest.raises(Failure, match="outside the years 1 to 9999"):
        next_repetition(local(9999, 12, 1), "P1M", -1, local(9999, 12, 2))
