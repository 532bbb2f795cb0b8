"""Whole numbers out of FEEL values."""

from decimal import Decimal
from typing import Any

from engine.kernel.failure import Failure


def whole_number(value: Any, what: str) -> int:
    """`value` as a whole number from 0; raises `Failure` for anything else. Digits in a string count too."""
    match value:
        case bool():
            pass
        case int() if value >= 0:
            return value
        case Decimal() if value >= 0 and value == value.to_integral_value():
            return int(value)
        case str() if value.isdecimal():
            return int(value)
    raise Failure(f"The {what} must be a whole number from 0, but is {'null' if value is None else repr(value)}.")
