"""Values survive being stored as JSON."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import FeelError
from engine.feel.codec import from_json, to_json
from engine.feel.values.durations import DaysTime, YearsMonths
from engine.feel.values.ranges import Range
from engine.feel.values.temporal import Date, DateTime, Time
from tests.feel.evaluating import at, feel


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (None, None),
        (True, True),
        (5, 5),
        (Decimal("5.00"), 5),
        (Decimal("0.1"), 0.1),
        (Decimal("1234567890.12345678901234567890"), {"@": "1234567890.1234567890123456789"}),
        (10**30, {"@": "1E+30"}),
        (Decimal(10**30), {"@": "1E+30"}),
        (-9007199254740994, {"@": "-9007199254740994"}),
        ("@", "@"),
        (at("2026-01-31"), {"@": "2026-01-31"}),
        (at("10:30:00@Europe/Helsinki"), {"@": "10:30:00@Europe/Helsinki"}),
        (at("P1Y2M"), {"@": "P1Y2M"}),
        ([at("P1D")], [{"@": "P1D"}]),
        ({"@": 1}, {"@": {"@": 1}}),
        ({"@": at("P1D")}, {"@": {"@": {"@": "P1D"}}}),
        ({"@": 1, "b": 2}, {"@": 1, "b": 2}),
        (feel("[1..5)"), {"@": "[1..5)"}),
        (feel('["a"..@"P1D"]'), None),
        (feel('(> @"2026-01-31")'), {"@": '(> @"2026-01-31")'}),
    ],
)
def test_json_form_is_as_documented_and_comes_back(value: Any, form: Any) -> None:
    assert to_json(value) == form
    assert from_json(json.loads(json.dumps(to_json(value)))) == value


def test_python_values_have_a_json_form_too() -> None:
    assert to_json({"day": date(2026, 1, 31), "ratio": 0.5}) == {"day": {"@": "2026-01-31"}, "ratio": 0.5}


def test_functions_and_foreign_objects_are_refused_in_a_sentence() -> None:
    with pytest.raises(FeelError, match="function cannot be stored"):
        to_json({"f": feel("function(a) a")})
    with pytest.raises(FeelError, match="no FEEL value"):
        to_json(object())


@pytest.mark.parametrize("form", [{"@": "nonsense"}, {"@": ""}, {"@": 5}, {"@": "P"}, {"@": "[1.."}, {"@": "e"}])
def test_broken_forms_are_refused(form: Any) -> None:
    with pytest.raises(FeelError):
        from_json(form)


YEARS = st.integers(-999_999_999, 999_999_999)
DATES = st.builds(Date, YEARS, st.integers(1, 12), st.integers(1, 28))
ZONES = st.sampled_from(["Europe/Helsinki", "Etc/UTC", "Australia/Melbourne"])
CLOCK = (st.integers(0, 23), st.integers(0, 59), st.integers(0, 59), st.integers(0, 999_999_999))
TIMES = st.one_of(
    st.builds(Time, *CLOCK),
    st.builds(Time, *CLOCK, st.integers(-18 * 3600, 18 * 3600)),
    st.builds(Time, *CLOCK, st.none(), ZONES),
)
NUMBERS = st.one_of(
    st.integers(-(10**33), 10**33),
    st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**20), max_value=10**20),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    NUMBERS,
    DATES,
    TIMES,
    st.builds(DateTime, DATES, TIMES),
    st.builds(YearsMonths, st.integers(-(10**9), 10**9)),
    st.builds(DaysTime, st.integers(-(10**20), 10**20)),
    st.builds(Range, st.integers(-9, 0), st.integers(1, 9), st.booleans(), st.booleans()),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3) | st.just("@"), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_every_value_survives_json(value: Any) -> None:
    stored = json.dumps(to_json(value))
    assert from_json(json.loads(stored)) == value
    assert json.dumps(to_json(from_json(json.loads(stored)))) == stored
