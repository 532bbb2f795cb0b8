"""What is no FEEL is said with its place, what was expected, and a caret."""

from __future__ import annotations

import pytest

from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("1 +", 3),
        ("1 + + ", 4),
        ("(1", 2),
        ("[1, 2", 5),
        ("{a: 1", 5),
        ("{a 1}", 4),
        ("if a then b", 11),
        ("for x in y", 10),
        ("some x in y return x", 12),
        ('"abc', 0),
        ("a ; b", 2),
        ("1 between 2", 11),
        ("f(1", 3),
        ("a.", 2),
        ("x instance of", 13),
        ("x instance of nonsense", 14),
        ("[1..", 4),
        ("{a: 1, a: 2}", 7),
        ("a[1", 3),
        ("1 2", 2),
        ("/* open", 0),
        ("1 /* open", 2),
        ("= 1", 0),
        ("1e9999", 0),
        ("then", 0),
    ],
)
def test_error_points_at_the_place(text: str, position: int) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)
    assert caught.value.position == position
    assert caught.value.message.endswith(".")


def test_error_shows_the_line_with_a_caret() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression("1 +\n  if a then b\n")
    shown = str(caught.value).splitlines()
    assert caught.value.line == 3
    assert shown == ["Every 'if' needs an 'else'; write 'else null' if there is nothing. Expected 'else'.", "  ", "  ^"]


def test_error_names_what_was_expected() -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression("if a > 5 the b")
    assert caught.value.expected == ("'then'",)
    assert str(caught.value).splitlines()[1:] == ["  if a > 5 the b", "           ^"]


@pytest.mark.parametrize("text", ["", "> ", "not(", "1,", "[1..2", "- 5 -"])
def test_broken_unary_tests_are_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError):
        compile_unary_tests(text)
