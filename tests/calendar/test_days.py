"""Working days are Monday to Friday without the country's public holidays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import is_working_day, next_working_day, nth_working_day, working_days_between

DAYS = st.dates(date(1990, 1, 1), date(2080, 12, 31))
NUMBERS = st.integers(-300, 300)

FREE_IN_2026 = {
    "New Year's Day": date(2026, 1, 1),
    "Epiphany": date(2026, 1, 6),
    "Good Friday": date(2026, 4, 3),
    "Easter Monday": date(2026, 4, 6),
    "May Day": date(2026, 5, 1),
    "Ascension Day": date(2026, 5, 14),
    "Midsummer Eve": date(2026, 6, 19),
    "Christmas Eve": date(2026, 12, 24),
    "Christmas Day": date(2026, 12, 25),
    "a Saturday": date(2026, 3, 7),
    "a Sunday": date(2026, 3, 8),
}


@pytest.mark.parametrize("day", FREE_IN_2026.values(), ids=FREE_IN_2026)
def test_the_office_is_closed_on_finnish_holidays_and_at_weekends(day: date) -> None:
    assert not is_working_day(day)


def test_an_ordinary_wednesday_is_a_working_day() -> None:
    assert is_working_day(date(2026, 3, 11))


def test_other_countries_and_their_parts_keep_their_own_holidays() -> None:
    assert is_working_day(date(2026, 5, 25), "FI")
    assert not is_working_day(date(2026, 5, 25), "DE")  # Whit Monday
    assert is_working_day(date(2026, 6, 4), "DE-BE")
    assert not is_working_day(date(2026, 6, 4), "DE-BY")  # Corpus Christi


def test_the_working_day_after_maundy_thursday_is_the_tuesday_after_easter() -> None:
    assert next_working_day(date(2026, 4, 2)) == date(2026, 4, 7)


def test_working_days_are_counted_over_christmas_and_new_year() -> None:
    # 28, 29, 30, 31 December, then 4 January: the 25th is a holiday, the 1st a Friday off.
    assert nth_working_day(date(2026, 12, 23), 5) == date(2027, 1, 4)
    assert nth_working_day(date(2027, 1, 4), -5) == date(2026, 12, 23)


@given(DAYS, NUMBERS.filter(bool))
def test_the_nth_working_day_is_a_working_day_and_n_working_days_away(day: date, number: int) -> None:
    found = nth_working_day(day, number)

    assert is_working_day(found)
    if number > 0:
        assert working_days_between(day, found) == number
    else:
        # Counting back, the day that one starts from is not the one that counts, and the found one is.
        assert working_days_between(found, day) - is_working_day(day) + 1 == -number


@given(DAYS, st.integers(0, 200), st.integers(0, 200))
def test_counting_in_two_goes_is_counting_in_one(day: date, first: int, second: int) -> None:
    assert nth_working_day(nth_working_day(day, first), second) == nth_working_day(day, first + second)


@given(DAYS, DAYS)
def test_working_days_between_two_days_change_sign_with_their_order(one: date, other: date) -> None:
    assert working_days_between(one, other) == -working_days_between(other, one)


def test_too_many_days_are_refused_before_they_are_counted() -> None:
    with pytest.raises(ValueError, match="working days are too many"):
        nth_working_day(date(2026, 1, 1), 10**9)
    with pytest.raises(ValueError, match="outside the calendar"):
        nth_working_day(date(9999, 12, 1), 50)
