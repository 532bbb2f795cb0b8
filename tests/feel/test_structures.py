"""Names, contexts, lists, filters, loops, functions and properties."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.feel import compile_expression
from tests.feel.evaluating import at, feel, warnings_of

CONTEXTS: list[tuple[str, Any]] = [
    ("{}", {}),
    ('{a: 1, "b c": a + 1}', {"a": 1, "b c": 2}),
    ("{a: 1, b: {c: a + 1}}.b.c", 2),
    ('{first name: "Aino"}.first name', "Aino"),
    ("{a+b: 1, c: a+b + 1}.c", 2),
    ("{a: 1}.b", None),
    ("null.a", None),
    ("[{a: 1}, {a: 2}, {b: 3}].a", [1, 2, None]),
    ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", 120),
    ("{a: 1, b: 2}.a + {a: 1, b: 2}.b", 3),
    ("{🐎: 1}.🐎", 1),
]

LISTS: list[tuple[str, Any]] = [
    ("[1, 2, 3][1]", 1),
    ("[1, 2, 3][-1]", 3),
    ("[1, 2, 3][4]", None),
    ("[1, 2, 3][0]", None),
    ("[1, 2, 3][item > 1]", [2, 3]),
    ("[1, 2, 3][true]", [1, 2, 3]),
    ("[{a: 1}, {a: 2}][a = 2]", [{"a": 2}]),
    ("[{item: 1}, {item: 2}][item > 1]", [{"item": 2}]),
    ("[{a: 1}, {b: 2}][a = 1]", [{"a": 1}]),
    ("{x: 2, r: [1, 2, 3][item > x]}.r", [3]),
    ("{i: 2, r: [5, 6, 7][i]}.r", 6),
    ("{i: 2, r: [][i]}.r", None),
    ("[][item > 1]", []),
    ("5[1]", 5),
    ("5[item > 3]", [5]),
    ("null[1]", None),
    ("[1, 2, 3][2.0]", 2),
    ("[[1, 2], [3]][1][2]", 2),
    ("[1, 2, 3, 4][item > 1][item < 4]", [2, 3]),
    ('[@"2026-01-31", @"2025-01-31"][year = 2026]', [at("2026-01-31")]),
]

LOOPS: list[tuple[str, Any]] = [
    ("for i in 1..3 return i * i", [1, 4, 9]),
    ("for i in 3..1 return i", [3, 2, 1]),
    ("for i in [1..3) return i", [1, 2]),
    ("for i in [3..1] return i", None),
    ("[3..1]", None),
    ('[@"2026-02-01"..@"2026-01-01"]', None),
    ("null in [3..1]", None),
    ("2 in ([3..1], 2)", True),
    ("{low: 3, high: 1, found: 2 in [low..high]}.found", None),
    ("for i in 1..2, j in 1..i return i * 10 + j", [11, 21, 22]),
    ("for i in [] return i", []),
    ("for i in 5 return i", [5]),
    ("for i in null return i", None),
    ("for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3, 5]),
    ("for i in 1..3 return count(partial)", [0, 1, 2]),
    ('for d in @"2026-01-30"..@"2026-02-01" return d.day', [30, 31, 1]),
    ("for x in for y in [1, 2] return y + 1 return x * 2", [4, 6]),
    ("some i in [1, 2, 3] satisfies i > 2", True),
    ("every i in [1, 2, 3] satisfies i > 2", False),
    ("some i in [] satisfies true", False),
    ("every i in [] satisfies false", True),
    ("some i in [null, 2] satisfies i > 1", True),
    ("every i in [null, 2] satisfies i > 1", None),
    ("some i in [1, 2], j in [3] satisfies i + j = 5", True),
]

FUNCTIONS: list[tuple[str, Any]] = [
    ("(function(a, b) a - b)(5, 3)", 2),
    ("(function(a, b) a - b)(b: 5, a: 3)", -2),
    ("(function(a) a)()", None),
    ("(function(a) a)(c: 1)", None),
    ('(function(a: number) a)("x")', None),
    ("(function(a: number) a)([1])", 1),
    ("(function(a: list<number>) a)(1)", [1]),
    ('(function(a: date and time) a)(@"2026-01-31")', at("2026-01-31T00:00:00Z")),
    ("{add: function(x) function(y) x + y, r: add(1)(2)}.r", 3),
    ("for f in (for i in 1..3 return function(x) x * i) return f(10)", [10, 20, 30]),
    ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]),
    ("(function(f) f([1, 2]))(sum)", 3),
    ("1(2)", None),
    ("nothing(2)", None),
    ('{cos: function(a) external {java: {class: "x", method signature: "y"}}, r: cos(1)}.r', None),
]


@pytest.mark.parametrize(("text", "expected"), [*CONTEXTS, *LISTS, *LOOPS, *FUNCTIONS])
def test_expression_yields(text: str, expected: Any) -> None:
    assert feel(text) == expected


@pytest.mark.parametrize(
    ("text", "variables", "names", "expected"),
    [
        ("Monthly Salary * 12", {"Monthly Salary": 100}, (), 1200),
        ("Monthly Salary * 12", {"Monthly Salary": 100}, ("Monthly Salary",), 1200),
        ("a-b", {"a": 5, "b": 3, "a-b": 99}, (), 2),
        ("a-b", {"a": 5, "b": 3, "a-b": 99}, ("a-b",), 99),
        ("a - b", {"a": 5, "b": 3, "a-b": 99}, ("a-b",), 99),
        ('Approved/Declined = "x"', {"Approved/Declined": "x"}, ("Approved/Declined",), True),
        ("for x in days in weekend return x", {"days in weekend": [1]}, ("days in weekend",), [1]),
        ("`a-b` + 1", {"a-b": 1}, (), 2),
        ("customer.first name", {"customer": {"first name": "Aino"}}, (), "Aino"),
        ("orders[total price > 5].total price", {"orders": [{"total price": 9}, {"total price": 1}]}, (), [9]),
        ("date(2026, 1, 31).day + date", {"date": 1}, (), 32),
        ("count", {"count": 5}, (), 5),
        ("yrityksen liikevaihto > 10", {"yrityksen liikevaihto": 11}, (), True),
        ("åäö + 1", {"åäö": 1}, (), 2),
    ],
)
def test_names_may_hold_spaces_and_signs(
    text: str, variables: dict[str, Any], names: tuple[str, ...], expected: Any
) -> None:
    assert feel(text, variables, names) == expected


PROPERTIES: list[tuple[str, Any]] = [
    ('@"2026-01-31".year', 2026),
    ('@"2026-01-31".weekday', 6),
    ('@"2026-01-31T10:11:12.5".second', Decimal("12.5")),
    ('@"10:11:12+02:00".time offset', at("PT2H")),
    ('@"10:11:12".time offset', None),
    ('@"2026-07-01T10:11:12@Europe/Helsinki".time offset', at("PT3H")),
    ('@"2026-07-01T10:11:12@Europe/Helsinki".timezone', "Europe/Helsinki"),
    ('@"P1Y2M".months', 2),
    ('@"-P1Y2M".years', -1),
    ('@"P1DT25H".days', 2),
    ('@"P1DT25H".hours', 1),
    ('@"PT1.5S".seconds', Decimal("1.5")),
    ('@"P1D".years', None),
    ("[1..5].start", 1),
    ("(1..5].start included", False),
    ("(> 5).end", None),
]


@pytest.mark.parametrize(("text", "expected"), PROPERTIES)
def test_property_yields(text: str, expected: Any) -> None:
    assert feel(text) == expected


def test_python_values_are_taken_as_feel_values() -> None:
    variables = {
        "day": date(2026, 1, 31),
        "moment": datetime(2026, 1, 31, 10, 0, tzinfo=UTC),
        "zoned": datetime(2026, 1, 31, 10, 0, tzinfo=ZoneInfo("Europe/Helsinki")),
        "clock": time(10, 0),
        "span": timedelta(hours=25),
        "ratio": 0.1,
        "pair": (1, 2),
        "deep": {"list": [{"day": date(2026, 1, 31)}]},
        "other": object(),
    }
    assert feel("day", variables) == at("2026-01-31")
    assert feel("moment", variables) == at("2026-01-31T10:00:00Z")
    assert str(feel("zoned", variables)) == "2026-01-31T10:00:00@Europe/Helsinki"
    assert feel("clock", variables) == at("10:00:00")
    assert feel("span", variables) == at("P1DT1H")
    assert feel("ratio + 0.2", variables) == Decimal("0.3")
    assert feel("pair", variables) == [1, 2]
    assert feel("deep.list[1].day", variables) == at("2026-01-31")
    assert feel("other", variables) is None


def test_free_names_are_those_read_from_outside() -> None:
    expression = compile_expression("for i in orders return {a: i.price * rate, b: a}.b + sum(extra)")
    assert expression.names == {"orders", "rate", "extra"}


def test_the_clock_is_the_callers() -> None:
    assert feel("now()") == at("2026-01-31T14:30:00Z")
    assert feel("today()") == at("2026-01-31")


def test_equal_texts_are_compiled_once() -> None:
    assert compile_expression("a + 1") is compile_expression("a + 1")


def test_values_are_never_changed_by_an_evaluation() -> None:
    orders = [{"a": 1}]
    assert feel('append(orders, context put(orders[1], "a", 2))', {"orders": orders}) == [{"a": 1}, {"a": 2}]
    assert orders == [{"a": 1}]


def test_null_says_why() -> None:
    assert warnings_of("nothing + 1") == ("There is no variable 'nothing'", "null + number is not defined")
    assert warnings_of('substring("abc", "x")') == ("substring() takes a number as 'start position', not a string",)
    assert warnings_of("1 + 1") == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("date(2026, null, 1)", "date() takes a number as 'month', not null"),
        ("date(2026, 1)", "date() takes 1 argument or 3 arguments, not 2"),
        ("now(1)", "now() takes no arguments, not 1"),
        ('string join(["a", 1])', "string join() takes a list<string> as 'list', not a list"),
        ("(function(x) x)()", "The function takes 1 argument, not 0"),
        ("[3..1]", "The range ends before it starts"),
        ("[1, 2][1.5]", "The list of 2 has no item at index 1.5"),
        ("[][1 + 1]", "The list of 0 has no item at index 2"),
    ],
)
def test_the_reason_is_that_of_the_declaration_that_was_meant(text: str, reason: str) -> None:
    assert warnings_of(text) == (reason,)
