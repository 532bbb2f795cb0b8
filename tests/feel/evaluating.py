"""What the tests of the language have in common: evaluating with a fixed clock, and writing temporal values shortly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.feel import compile_expression
from engine.feel.values.temporal_text import parse_temporal

NOW = datetime(2026, 1, 31, 14, 30, tzinfo=UTC)


def feel(text: str, variables: Mapping[str, Any] | None = None, names: tuple[str, ...] = ()) -> Any:
    return compile_expression(text, names).evaluate(variables or {}, NOW)


def warnings_of(text: str, variables: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    return compile_expression(text).explain(variables or {}, NOW).warnings


def at(text: str) -> Any:
    """The temporal value that ``@"text"`` means."""
    value = parse_temporal(text)
    assert value is not None, f"{text} is no temporal literal"
    return value
