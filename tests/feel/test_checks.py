"""What can only yield null is found before anything runs, and nothing else is."""

from __future__ import annotations

import pytest

from engine.feel import compile_expression
from engine.feel.checks import check_expression
from engine.feel.values.types import BOOLEAN, DATE, NUMBER, STRING, ContextType, FunctionType, ListType
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


TYPED = {
    "amount": NUMBER,
    "name": STRING,
    "due": DATE,
    "ok": BOOLEAN,
    "sizes": ListType("list", NUMBER),
    "who": ContextType("context", (("age", NUMBER), ("name", STRING))),
    "fee": FunctionType("function", (NUMBER,), NUMBER),
}


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("amount + name", "always-null", 7),
        ('who.age > "x"', "always-null", 8),
        ("who.name = 5", "never-equal", 9),
        ("-name", "negated", 0),
        ("if amount then 1 else 2", "no-condition", 3),
        ("ok and name", "no-truth", 7),
        ("due.hour", "no-property", 3),
        ("fee(1, 2)", "arguments", 0),
        ("fee(name)", "argument", 0),
        ("substring(name)", "arguments-between", 0),
        ("append()", "arguments-at-least", 0),
        ("upper case(sum(1, 2) + amount > 3)", "argument", 0),
        ("for size in sizes return size + name", "always-null", 30),
        ("sizes[item > name]", "always-null", 11),
        ("{a: amount, b: a + name}", "always-null", 17),
        ("(function(x: number) x + name)(1)", "always-null", 23),
        ("some size in sizes satisfies name", "no-condition", 29),
        ("amount between 1 and name", "always-null", 7),
        ('[1.."a"]', "always-null", 0),
        ('amount in ("a", 1)', "never-fits", 11),
        ("string length(name) + due", "always-null", 20),
        ("(due - due) + 1", "always-null", 12),
    ],
)
def test_types_of_variables_are_followed(text: str, code: str, position: int) -> None:
    (finding,) = check_expression(compile_expression(text), TYPED)
    assert (finding.code, finding.position) == (code, position)


@pytest.mark.parametrize(
    "text",
    [
        "amount + who.age + fee(amount)",
        "who.nickname + name",  # a context may hold more than its type says
        "unknown.thing + 1",
        "upper case([name])",  # a list of one item is that item
        "day of week(due)",
        "sum(sizes) > amount",
        "[who][age > 3][1].name + name",
        "sizes[1] + amount",
        "amount != null and name = null",
        'if ok then amount else "none"',
        "(if ok then amount else name) + 1",
        'due + @"P1D" > due',
        "{f: function(n) if n < 1 then 0 else f(n - 1), r: f(amount)}.r",
        "{abs: function(a, b) a, c: abs(name, name)}.c",
        "for x in 1..3 return if x = 1 then amount else partial[-1] + x",
        'string join(["a", null], ",")',
        "max(sizes) + 1",
        '[{amount: "x"}][amount = "x"]',  # the entry hides the variable
        'amount in [1..3] or name in ("a", "b")',
        "name instance of number",
    ],
)
def test_there_is_no_false_alarm(text: str) -> None:
    assert check_expression(compile_expression(text), TYPED) == ()
