"""Numbers: decimal128 arithmetic, 34 digits, exponent up to 6144 (DMN 1.5, 10.3.2.3.1).

Whole numbers below 10**34 may be ``int``, which Python computes with faster; both are exact and compare equal.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from engine.feel.errors import FeelError

Number = int | Decimal
NUMERIC = frozenset((int, Decimal))  # bool is not in it: FEEL has no arithmetic on booleans

DIGITS = 34
LARGEST_INT = 10**DIGITS
MAX_SCALE, MIN_SCALE = 6176, -6111

CONTEXT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
# Rounding to a scale needs all digits of the number beside those of the scale.
WIDE_CONTEXT = Context(prec=13_000, Emin=-13_000, Emax=13_000, traps=[InvalidOperation, DivisionByZero, Overflow])


def number_literal(text: str) -> Number:
    """The number that a literal stands for. Raises decimal.Overflow beyond 9.99e6144."""
    if text.isdecimal() and len(text) <= DIGITS:
        return int(text)
    return CONTEXT.create_decimal(text)


def tidy(value: int) -> Number:
    """An int of any size as a FEEL number."""
    if -LARGEST_INT < value < LARGEST_INT:
        return value
    if value.bit_length() > 20_500:  # beyond 9.99e6144; converting it would cost quadratic time
        raise FeelError("The number is larger than 9.99e6144, the largest number of FEEL.")
    return CONTEXT.create_decimal(value)


def from_float(value: float) -> Number | None:
    """A float as the shortest decimal that means it; infinities and NaN are no FEEL numbers."""
    if value != value or value in (float("inf"), float("-inf")):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else Decimal(repr(value))


def whole(value: object) -> int | None:
    """The int that a number is, or None if it is no number, not whole or too large to be an index."""
    if type(value) is int:
        return value
    if (
        type(value) is Decimal
        and value.is_finite()
        and value.adjusted() < DIGITS
        and value == value.to_integral_value()
    ):
        return int(value)
    return None


def number_text(value: Number) -> str:
    """Plain decimal notation without needless zeros, as string() gives it."""
    if type(value) is int:
        return str(value)
    if value == 0:
        return "0"
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text
