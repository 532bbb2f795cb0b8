"""Cells of decision tables: tests of the value ``?``."""

from __future__ import annotations

from typing import Any

import pytest

from engine.feel import compile_unary_tests
from tests.feel.evaluating import NOW, at

CELLS: list[tuple[str, Any, Any]] = [
    ("-", None, True),
    ("5", 5, True),
    ("5", 6, False),
    ('"a", "b"', "b", True),
    ('"a", "b"', "c", False),
    ('not("a", "b")', "c", True),
    ('not("a")', "a", False),
    ("< 5", 4, True),
    ("< 5", None, None),
    ("< 5, > 10", 11, True),
    ("[1..5]", 5, True),
    ("(1..5)", 5, False),
    ("]1..5[", 3, True),
    ("null", None, True),
    ("null", 1, False),
    ("1, null", None, True),
    ("[5..1]", None, None),
    ("[5..limit - 6]", 3, None),
    ("[?..limit]", 3, True),
    ("true", True, True),
    ("true", None, False),
    ("? > 5", 6, True),
    ("? > 5 and ? < 8", 9, False),
    ("odd(?)", 3, True),
    ('contains(?, "x")', "axb", True),
    ("limit", 7, True),
    ("> limit", 8, True),
    ("allowed", 2, True),
    ("allowed", 5, False),
    ("not(allowed)", 5, True),
    ("? in allowed", 2, True),
    ("limit > 5", "anything", True),
    ("limit > 7", "anything", False),
    ('["a", "b"]', "a", True),
    ('@"2026-01-31"', at("2026-01-31"), True),
    ('> date("2026-01-31")', at("2026-02-01"), True),
    ("not(?)", False, True),
    ("not(? > 5) and ? > 1", 3, True),
    ('"5"', 5, None),
]


@pytest.mark.parametrize(("cell", "value", "expected"), CELLS)
def test_cell_passes(cell: str, value: Any, expected: bool | None) -> None:
    variables = {"?": value, "limit": 7, "allowed": [1, 2, 3]}
    assert compile_unary_tests(cell).evaluate(variables, NOW) is expected
