"""What can only yield null is found before anything runs, and nothing else is."""

from __future__ import annotations

import pytest

from engine.feel import compile_expression
from engine.feel.checks import check_expression
from tests.feel.evaluating import feel

CERTAIN = [
    ("upper case()", 0, "takes 1 arguments, not 0"),
    ("1 + upper case(5)", 4, "takes a string as 'string', not a number"),
    ('substring(string: "abc", start: 2)', 0, "has no parameter 'start'"),
    ("substring(start position: 2)", 0, "needs the parameter 'string'"),
    ('if a then substring("abc") else 1', 10, "takes 2 to 3 arguments, not 1"),
    ('1 + "a"', 2, "number + string is always null"),
    ("a * 2 > 1 and 5 < true", 16, "number < boolean is always null"),
    ('"5" = 5', 4, "A string is never equal to a number"),
    ('@"2026-01-31" + 1', 14, "date + number is always null"),
]


@pytest.mark.parametrize(("text", "position", "sentence"), CERTAIN)
def test_what_can_only_be_null_is_found(text: str, position: int, sentence: str) -> None:
    (finding,) = check_expression(compile_expression(text))
    assert finding.position == position
    assert sentence in finding.sentence
    assert finding.sentence.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "a + b",
        "upper case(a)",
        "null = 1",
        'day of week(@"2026-01-31")',
        "max(1, 2, 3)",
        "sum([1, 2])",
        'string join(["a"], null)',
        'get value({a: 1}, ["a"])',
        '5 * @"P1D"',
        'date(2026, 1, 31) < @"2026-02-01"',
        "{upper case: function(a, b) a, c: upper case(1, 2)}.c",
    ],
)
def test_what_may_have_a_value_is_left_alone(text: str) -> None:
    findings = check_expression(compile_expression(text))
    assert not findings or feel(text) is None
