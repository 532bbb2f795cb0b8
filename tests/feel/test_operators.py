"""Arithmetic, comparison and three-valued logic."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.feel.evaluating import at, feel

ARITHMETIC: list[tuple[str, Any]] = [
    ("1 + 2 * 3", 7),
    ("(1 + 2) * 3", 9),
    ("10 - 3 - 2", 5),
    ("2 ** 3 ** 2", 64),  # groups to the left
    ("-3 ** 2", 9),  # negation binds tighter
    ("2 ** -1", Decimal("0.5")),
    ("- -5", 5),
    ("0.1 + 0.2", Decimal("0.3")),
    ("1 / 3 * 3", Decimal("0." + "9" * 34)),
    ("10 / 4", Decimal("2.5")),
    (".5 + 1.5e1", Decimal("15.5")),
    ("99999999999999999999999999999999999 + 1", Decimal("1.0E+35")),
    ('"a" + "b"', "ab"),
    ("1 / 0", None),
    ("0 / 0", None),
    ("1 + null", None),
    ("null * 2", None),
    ('1 + "1"', None),
    ('"a" - "b"', None),
    ("true + 1", None),
    ("-true", None),
    ('-"a"', None),
    ("[1] + 1", None),
    ('5 * @"P1D"', at("P5D")),
    ('@"P1Y" * 1.5', at("P18M")),
    ('@"P1D" / 2', at("PT12H")),
    ('@"P1D" / @"PT6H"', 4),
    ('@"P1Y" / @"P6M"', 2),
    ('@"P1D" + @"PT1H"', at("P1DT1H")),
    ('@"P1Y" + @"P1D"', None),
    ('-@"P1Y2M"', at("-P1Y2M")),
    ('@"2026-01-31" + @"P1M"', at("2026-02-28")),
    ('@"P1M" + @"2026-01-31"', at("2026-02-28")),
    ('@"2024-02-29" - @"P1Y"', at("2023-02-28")),
    ('@"2026-01-31" + @"P1D"', at("2026-02-01")),
    ('@"2026-01-31" + @"PT36H"', at("2026-02-01")),
    ('@"2026-01-31" - @"PT1H"', at("2026-01-30")),
    ('@"2026-03-01" - @"2026-02-01"', at("P28D")),
    ('@"2026-01-31" + @"2026-01-31"', None),
    ('@"P1D" - @"2026-01-31"', None),
    ('@"23:30:00" + @"PT1H"', at("00:30:00")),
    ('@"10:00:00" - @"11:30:00"', at("-PT1H30M")),
    ('@"10:00:00+02:00" - @"10:00:00Z"', at("-PT2H")),
    ('@"10:00:00" - @"10:00:00Z"', None),
    ('@"2026-01-31T23:00:00" + @"PT2H"', at("2026-02-01T01:00:00")),
    ('@"2026-01-31T23:00:00Z" - @"2026-01-31T23:00:00+02:00"', at("PT2H")),
    ('@"2026-01-02T12:00:00" - @"2026-01-01"', at("P1DT12H")),
    ('@"999999999-12-31" + @"P1D"', None),
]


@pytest.mark.parametrize(("text", "expected"), ARITHMETIC)
def test_arithmetic_yields(text: str, expected: Any) -> None:
    assert feel(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Clocks go forward on 29 March 2026 at 03:00 in Finland: that day has 23 hours.
        ('@"2026-03-29T02:30:00@Europe/Helsinki" + @"PT2H"', "2026-03-29T05:30:00@Europe/Helsinki"),
        ('@"2026-03-28T12:00:00@Europe/Helsinki" + @"PT24H"', "2026-03-29T13:00:00@Europe/Helsinki"),
        ('@"2026-03-28T12:00:00@Europe/Helsinki" + @"P1M"', "2026-04-28T12:00:00@Europe/Helsinki"),
        ('@"999999999-01-01T00:00:00.000000001@Europe/Paris" + @"PT0.000000001S"',
         "999999999-01-01T00:00:00.000000002@Europe/Paris"),
        ('@"-999999999-01-01T00:00:00Z" + @"P1D"', "-999999999-01-02T00:00:00Z"),
    ],
)  # fmt: skip
def test_named_zones_and_far_years_survive_arithmetic(text: str, expected: str) -> None:
    assert str(feel(text)) == expected


COMPARISONS: list[tuple[str, Any]] = [
    ("1 = 1.0", True),
    ("1 != 2", True),
    ("1 < 2", True),
    ("2 <= 1", False),
    ('"a" < "b"', True),
    ('1 = "1"', None),
    ("null = null", True),
    ("null = 1", False),
    ("null != 1", True),
    ("null < 1", None),
    ('1 < "2"', None),
    ("true = 1", None),
    ("true < false", None),
    ("[1, [2]] = [1, [2]]", True),
    ("[1, 2] = [2, 1]", False),
    ("[1] = 1", True),
    ("[] = null", False),
    ("{a: 1, b: 2} = {b: 2, a: 1}", True),
    ("{a: 1} = {a: 1, b: 2}", False),
    ('@"P1Y" = @"P12M"', True),
    ('@"P1Y" = @"P365D"', None),
    ('@"P1D" = @"PT24H"', True),
    ('@"2026-01-31" < @"2026-02-01"', True),
    ('@"2026-01-31T12:00:00Z" = @"2026-01-31T14:00:00+02:00"', True),
    ('@"2026-01-31T12:00:00" = @"2026-01-31T12:00:00Z"', False),
    ('@"2026-07-01T12:00:00@Europe/Helsinki" = @"2026-07-01T12:00:00+03:00"', True),
    ("[1..5] = [1..5]", True),
    ("[1..5] = [1..5)", False),
    ("5 between 1 and 5", True),
    ("0 between 1 and 5", False),
    ("null between 1 and 5", None),
    ("1 + 1 between 1 and 1 + 1", True),
    ("3 between 1 and 5 and true", True),
]


@pytest.mark.parametrize(("text", "expected"), COMPARISONS)
def test_comparison_yields(text: str, expected: Any) -> None:
    assert feel(text) is expected


@pytest.mark.parametrize("left", [True, False, None])
@pytest.mark.parametrize("right", [True, False, None])
def test_and_or_follow_the_three_valued_tables(left: bool | None, right: bool | None) -> None:
    operands = (left, right)
    expected_and = False if False in operands else None if None in operands else True
    expected_or = True if True in operands else None if None in operands else False
    assert feel("a and b", {"a": left, "b": right}) is expected_and
    assert feel("a or b", {"a": left, "b": right}) is expected_or


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('true and "x"', None),
        ('false and "x"', False),
        ('true or "x"', True),
        ("1 or false", None),
        ("not(true)", False),
        ("not(null)", None),
        ("not(1)", None),
        ("true or false and false", True),  # and binds tighter
    ],
)
def test_logic_takes_what_is_no_boolean_as_null(text: str, expected: bool | None) -> None:
    assert feel(text) is expected


MEMBERSHIP: list[tuple[str, Any]] = [
    ("5 in [1..5]", True),
    ("5 in [1..5)", False),
    ("5 in [1..5[", False),
    ("1 in ]1..5]", False),
    ("5 in (1..5)", False),
    ("5 in (< 10)", True),
    ("5 in (> 10, 5)", True),
    ("5 in >= 5", True),
    ("5 in [1, 5]", True),
    ("5 in ([1, 2], [4..6])", True),
    ("[1, 2] in [[1, 2], [3]]", True),
    ("5 in [[1..3], [4..6]]", True),
    ("5 in [< 3, > 4]", True),
    ('"b" in ["a".."c"]', True),
    ("null in [1..5]", None),
    ("null in (1, null)", True),
    ('"x" in [1..5]', None),
    ("5 in (!= 5)", False),
]


@pytest.mark.parametrize(("text", "expected"), MEMBERSHIP)
def test_in_yields(text: str, expected: Any) -> None:
    assert feel(text) is expected


TYPES: list[tuple[str, bool]] = [
    ("1 instance of number", True),
    ("1 instance of string", False),
    ("true instance of number", False),
    ("null instance of number", False),
    ("null instance of Null", True),
    ("1 instance of Any", True),
    ("[1, 2] instance of list<number>", True),
    ('[1, "a"] instance of list<number>', False),
    ("[] instance of list<number>", True),
    ("{a: 1} instance of context<a: number>", True),
    ("{a: 1} instance of context<a: number, b: number>", False),
    ("[1..2] instance of range<number>", True),
    ('@"P1D" instance of days and time duration', True),
    ('@"P1Y" instance of days and time duration', False),
    ('@"2026-01-31T10:00:00" instance of date and time', True),
    ("(function(a: number) a) instance of function<number>->number", True),
    ("(function(a: number) a) instance of function<number, number>->number", False),
    ("(function(a: number) a) instance of function<string>->number", False),
]


@pytest.mark.parametrize(("text", "expected"), TYPES)
def test_instance_of_yields(text: str, expected: bool) -> None:
    assert feel(text) is expected
