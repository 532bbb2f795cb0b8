"""Values as text, the way string() gives it (DMN 1.5, 10.3.4.1, table 73)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel.run import Run
from engine.feel.values.functions import Function
from engine.feel.values.numbers import number_text
from engine.feel.values.ranges import Range
from engine.feel.values.temporal import Date, DateTime, Time

LONGEST_QUOTE = 60

_BARE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ")


def quoted(source: str) -> str:
    """A text that was given, for a warning: long ones by their beginning."""
    return repr(source if len(source) <= LONGEST_QUOTE else source[:LONGEST_QUOTE] + "…")


def text(value: Any, run: Run) -> str | None:
    """The text of a value; None for null."""
    return None if value is None else value if type(value) is str else nested(value, run)


def nested(value: Any, run: Run) -> str:
    """The text inside a list or context: strings are quoted there, and null is written out."""
    run.spend(5)
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case int() | Decimal():
            written = number_text(value)
        case list():
            written = "[" + ", ".join(nested(item, run) for item in value) + "]"
        case dict():
            written = "{" + ", ".join(f"{_key(key)}: {nested(item, run)}" for key, item in value.items()) + "}"
        case Range():
            written = range_text(value, run)
        case Function():
            written = f"function({', '.join(value.parameters)})"
        case _:
            return str(value)
    run.grow(len(written))
    return written


def _key(name: str) -> str:
    return name if name and set(name) <= _BARE and not name[0].isdigit() else nested_text(name)


def nested_text(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def range_text(value: Range, run: Run) -> str:
    """``[1..5]``, or ``(< 5)`` where an end is without bound."""
    match value.operator:
        case None:
            start, end = _end(value.start, run), _end(value.end, run)
            return f"{'[' if value.start_included else '('}{start}..{end}{']' if value.end_included else ')'}"
        case "<" | "<=" as sign:
            return f"({sign} {_end(value.end, run)})"
        case sign:
            return f"({sign} {_end(value.start, run)})"


def _end(value: Any, run: Run) -> str:
    quoted = isinstance(value, Date | Time | DateTime) or type(value).__name__ in ("YearsMonths", "DaysTime")
    return f'@"{value}"' if quoted else nested(value, run)
