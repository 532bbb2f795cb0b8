"""What holds for any text and any value."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import Expression, FeelError, FeelSyntaxError, compile_expression, compile_unary_tests
from engine.feel.builtins import BUILTINS
from engine.feel.values.calendar import date_from_days, days_from_date
from engine.feel.values.temporal import Date
from tests.feel.evaluating import NOW, feel

PIECES = st.sampled_from(
    [
        "1", "2.5", "0", '"a"', "true", "null", '@"2026-01-31"', '@"P1D"', '@"10:00:00@Europe/Paris"', "x", "y z", "?",
        "+", "-", "*", "/", "**", "(", ")", "[", "]", "{", "}", "<", ">=", "=", "!=", ",", ":", ".", "..", "a",
        "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not(", "between",
        "instance of", "number", "list<", "function(", "item", "partial", *sorted(BUILTINS),
    ]
)  # fmt: skip


def compiled(text: str) -> Expression | None:
    try:
        return compile_expression(text)
    except FeelSyntaxError as caught:
        error = caught
    assert 0 <= error.position <= len(text)
    assert str(error)
    return None


@given(st.text())
def test_any_text_is_an_expression_or_a_syntax_error(text: str) -> None:
    compiled(text)
    with contextlib.suppress(FeelSyntaxError):
        compile_unary_tests(text)


@settings(max_examples=600)
@given(st.lists(PIECES, max_size=14))
def test_any_sequence_of_words_is_evaluated_or_refused(pieces: list[str]) -> None:
    expression = compiled(" ".join(pieces))
    if expression is not None:
        with contextlib.suppress(FeelError):
            expression.evaluate({"x": [1, "a"], "y z": {"a": Decimal("1.5")}}, NOW)


OPERANDS = st.sampled_from(
    [
        "1", "-2.5", "1e6000", "1e-6000", '"a"', '""', "true", "null", "[]", "[1]", "{}", "{a: 1}", "[1..2]", "(< 5)",
        '@"2026-01-31"', '@"999999999-12-31"', '@"-999999999-01-01"', '@"23:59:59.999999999"', '@"10:00:00Z"',
        '@"10:00:00@Europe/Paris"', '@"2026-01-31T10:00:00"', '@"-999999999-01-01T00:00:00@Europe/Paris"',
        '@"999999999-12-31T23:59:59.999999999@Europe/Paris"', '@"P1D"', '@"-P999999999D"', '@"P999999999Y"', '@"P0Y"',
        "function(a) a", "sum",
    ]
)  # fmt: skip
OPERATORS = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", "<=", "and", "or", "in"])


@settings(max_examples=800)
@given(OPERANDS, OPERATORS, OPERANDS)
def test_any_operator_between_any_kinds_yields_a_value_or_null(left: str, sign: str, right: str) -> None:
    with contextlib.suppress(FeelError):
        compile_expression(f"({left}) {sign} ({right})").explain({}, NOW)


@settings(max_examples=1000)
@given(st.sampled_from(sorted(BUILTINS)), st.lists(OPERANDS, min_size=1, max_size=4))
def test_any_built_in_with_any_arguments_yields_a_value_or_null(name: str, arguments: list[str]) -> None:
    with contextlib.suppress(FeelError):
        compile_expression(f"{name}({', '.join(arguments)})").explain({}, NOW)


@settings(max_examples=600)
@given(st.data())
def test_any_built_in_with_any_named_arguments_yields_a_value_or_null(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(BUILTINS)))
    signature = data.draw(st.sampled_from(BUILTINS[name].signatures))
    arguments = [f"{parameter.name}: {data.draw(OPERANDS)}" for parameter in signature.parameters]
    with contextlib.suppress(FeelError):
        compile_expression(f"{name}({', '.join(arguments)})").explain({}, NOW)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=None))
def test_a_number_survives_its_text(number: Decimal) -> None:
    value = feel("n + 0", {"n": number})
    assert feel("number(string(n)) = n", {"n": value}) is True


@given(st.lists(st.tuples(st.integers(0, 3), st.integers()), max_size=30))
def test_sorting_is_stable(pairs: list[tuple[int, int]]) -> None:
    rows = [{"key": key, "at": place} for place, (key, _) in enumerate(pairs)]
    found = feel("sort(rows, function(x, y) x.key < y.key)", {"rows": rows})
    assert found == sorted(rows, key=lambda row: row["key"])


@given(st.integers(), st.integers(), st.integers())
def test_a_point_is_in_a_range_where_the_range_includes_it(low: int, high: int, point: int) -> None:
    for brackets in ("[]", "[)", "(]", "()"):
        text = f"{brackets[0]}{low}..{high}{brackets[1]}"
        assert feel(f"{point} in {text}") == (None if low > high else feel(f"includes({text}, {point})"))


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_durations_are_subtracted_as_they_are_added(a: int, b: int) -> None:
    variables = {"a": a, "b": b}
    assert feel('@"PT1S" * a + @"PT1S" * b - @"PT1S" * b = @"PT1S" * a', variables) is True
    assert feel('duration(string(@"P1M" * a)) = @"P1M" * a', variables) is True


WHOLE = st.integers(-(10**12), 10**12)
DECIMALS = st.decimals(-(10**9), 10**9, places=6)


@given(DECIMALS, DECIMALS)
def test_addition_is_exact_and_reversible(a: Decimal, b: Decimal) -> None:
    assert feel("a + b", {"a": a, "b": b}) == a + b
    assert feel("a + b - b", {"a": a, "b": b}) == a


@given(WHOLE, WHOLE.filter(bool))
def test_modulo_completes_the_floor_of_division(a: int, b: int) -> None:
    assert feel("modulo(a, b) + b * floor(a / b)", {"a": a, "b": b}) == a


@given(WHOLE, WHOLE)
def test_whole_numbers_and_decimals_agree(a: int, b: int) -> None:
    for sign in ("+", "-", "*", "<", "<=", "="):
        as_int = feel(f"a {sign} b", {"a": a, "b": b})
        as_decimal = feel(f"a {sign} b", {"a": Decimal(a), "b": Decimal(b)})
        assert as_int == as_decimal


@given(st.integers(-365_000_000_000, 365_000_000_000))
def test_days_and_dates_are_inverse(days: int) -> None:
    assert days_from_date(*date_from_days(days)) == days


@given(st.integers(-900_000_000, 900_000_000), st.integers(1, 12), st.integers(1, 28), st.integers(-(10**6), 10**6))
def test_adding_and_subtracting_days_meets_again(year: int, month: int, day: int, days: int) -> None:
    date = Date(year, month, day)
    assert feel('d + n * @"P1D" - n * @"P1D"', {"d": date, "n": days}) == date


@given(
    st.recursive(
        st.none() | st.booleans() | WHOLE | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    )
)
def test_every_value_equals_itself_and_prints(value: Any) -> None:
    assert feel("v = v", {"v": value}) is True
    assert feel("string(v)", {"v": value}) is None or isinstance(feel("string(v)", {"v": value}), str)
