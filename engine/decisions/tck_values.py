"""Values in the XML of the test kit, and when two of them are equal by its rules."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from engine.decisions.xml import Element
from engine.feel.values.durations import parse_duration
from engine.feel.values.numbers import NUMERIC
from engine.feel.values.temporal import Date, DateTime, Time
from engine.feel.values.temporal_text import parse_date, parse_date_time, parse_time

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_TOLERANCE = Decimal("0.00000001")


def read_value(parent: Element | None) -> Any:
    """The value inside an ``inputNode``, ``expected``, ``item`` or ``component``."""
    if parent is None:
        return None
    parts = list(_elements(parent))
    components = [part for part in parts if _name(part) == "component"]
    if components:
        return {part.get("name") or "": read_value(part) for part in components}
    if not parts:
        return None
    part = parts[0]
    if part.get(f"{_XSI}nil") in ("true", "1"):
        return None
    if _name(part) == "list":
        return [read_value(item) for item in _elements(part)]
    return _scalar(part.text or "", (part.get(f"{_XSI}type") or "xsd:string").rpartition(":")[2])


def _scalar(text: str, kind: str) -> Any:
    match kind:
        case "boolean":
            return text.strip() in ("true", "1")
        case "decimal" | "double" | "integer" | "float" | "int" | "long":
            try:
                return Decimal(text.strip())
            except InvalidOperation:
                return None
        case "date":
            return parse_date(text.strip())
        case "time":
            return parse_time(text.strip())
        case "dateTime":
            return parse_date_time(text.strip())
        case "duration":
            return parse_duration(text.strip())
        case _:
            return text


def _elements(parent: Element) -> Iterator[Element]:
    return (part for part in parent if isinstance(part.tag, str) and _name(part) != "extensionElements")


def _name(element: Element) -> str:
    return etree.QName(element).localname


def matches(actual: Any, expected: Any) -> bool:
    """Equality by the rules of the kit: numbers within 1e-8, everything else exactly."""
    if expected is None or actual is None:
        return expected is actual
    if type(expected) in NUMERIC and type(actual) in NUMERIC:
        return abs(Decimal(actual) - Decimal(expected)) < _TOLERANCE
    if type(actual) is not type(expected):
        return False
    match expected:
        case list():
            return len(actual) == len(expected) and all(map(matches, actual, expected))
        case dict():
            return actual.keys() == expected.keys() and all(matches(actual[key], expected[key]) for key in expected)
        case Time() | DateTime():
            return _clock(actual) == _clock(expected)
        case Date() | _:
            return bool(actual == expected)


def _clock(value: Any) -> tuple[Any, ...]:
    """Same fields, same fraction, same offset; a named zone counts by its offset."""
    if isinstance(value, DateTime):
        return (value.date, *_clock(value.time), value.utc_offset)
    return value.hour, value.minute, value.second, value.nano, value.utc_offset
