"""FEEL values as JSON and back, with their types.

null, booleans, strings, lists, contexts and ordinary numbers are JSON's own. What JSON has no type for is the
text of its literal in a context of its own: ``{"@": "2026-01-31"}``, ``{"@": "P3D"}``, ``{"@": "[1..5]"}``, and so is a
number that a double would lose digits of. A context that itself has only the entry ``@`` is wrapped once more.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from engine.feel.errors import FeelError, FeelSyntaxError
from engine.feel.expression import compile_expression
from engine.feel.run import Run
from engine.feel.values.adopt import adopt
from engine.feel.values.durations import DaysTime, YearsMonths
from engine.feel.values.functions import Function
from engine.feel.values.numbers import CONTEXT, from_float, number_literal
from engine.feel.values.ranges import Range
from engine.feel.values.temporal import Date, DateTime, Time
from engine.feel.values.temporal_text import parse_temporal
from engine.feel.values.text import range_text

MARK = "@"
# Whole numbers up to here survive every JSON reader.
_SAFE = 2**53
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_json(value: Any) -> Any:
    """The JSON form of a FEEL value (or of a Python value that FEEL takes in). Raises FeelError for a function."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if abs(value) <= _SAFE else _number(Decimal(value))
        case Decimal():
            return _number(value)
        case list():
            return [to_json(item) for item in value]
        case dict():
            plain = {str(key): to_json(item) for key, item in value.items()}
            return {MARK: plain} if plain.keys() == {MARK} else plain
        case Date() | Time() | DateTime() | YearsMonths() | DaysTime():
            return {MARK: str(value)}
        case Range():
            return {MARK: range_text(value, Run(_EPOCH))}
        case Function():
            raise FeelError("A function cannot be stored: call it, and keep what it gives.")
    adopted = adopt(value)
    if adopted is None:
        raise FeelError(f"A {type(value).__name__} is no FEEL value and cannot be stored.")
    return to_json(adopted)


def _number(value: Decimal) -> Any:
    """Equal numbers have equal forms, however many zeros they carry."""
    if not value.is_finite():
        return None
    if value == value.to_integral_value():
        return int(value) if abs(value) <= _SAFE else {MARK: str(value.normalize(CONTEXT))}
    if -300 < value.adjusted() < 300 and Decimal(repr(float(value))) == value:
        return float(value)
    return {MARK: str(value.normalize(CONTEXT))}


def from_json(value: Any) -> Any:
    """The FEEL value of a JSON form. Raises FeelError where an ``@`` holds no literal."""
    match value:
        case float():
            return from_float(value)
        case list():
            return [from_json(item) for item in value]
        case dict():
            if value.keys() == {MARK}:
                return _marked(value[MARK])
            return {key: from_json(item) for key, item in value.items()}
        case _:
            return value


def _literal(text: str) -> Any:
    if text[0] in "[(]":
        found = compile_expression(text).evaluate({}, _EPOCH)
        return found if isinstance(found, Range) else None
    found = parse_temporal(text)
    return number_literal(text) if found is None and set(text) <= set("0123456789+-.eE") else found


def _marked(text: Any) -> Any:
    if isinstance(text, dict):
        return {key: from_json(item) for key, item in text.items()}
    if not isinstance(text, str) or not text:
        raise FeelError(f'{{"@": {text!r}}} holds no literal; expected a date, time, duration, range or number.')
    try:
        found = _literal(text)
    except (FeelSyntaxError, ArithmeticError):
        found = None
    if found is None:
        raise FeelError(f'{{"@": {text!r}}} holds no literal; expected a date, time, duration, range or number.')
    return found
