"""Functions on numbers (DMN 1.5, 10.3.4.5)."""

from __future__ import annotations

import decimal
from decimal import Decimal

from engine.feel.builtins.registry import builtin
from engine.feel.errors import FeelError
from engine.feel.run import Run
from engine.feel.values.arithmetic import TRANSCENDENTAL
from engine.feel.values.durations import DaysTime, YearsMonths
from engine.feel.values.numbers import CONTEXT, MAX_SCALE, MIN_SCALE, WIDE_CONTEXT, Number, whole


def to_scale(run: Run, name: str, n: Number, scale: Number, rounding: str) -> Number | None:
    """``n`` with ``scale`` digits after the point."""
    digits = whole(scale) if whole(scale) is not None else int(scale)
    if digits is None or not MIN_SCALE <= digits <= MAX_SCALE:
        return run.null(f"{name}() takes a scale from {MIN_SCALE} to {MAX_SCALE}, not {scale}")
    value = Decimal(n)
    run.spend(abs(digits) >> 5)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= digits:
        return n
    return CONTEXT.plus(value.quantize(Decimal((0, (1,), -digits)), rounding, WIDE_CONTEXT))


@builtin("decimal", "n: number", "scale: number")
def decimal_(run: Run, n: Number, scale: Number) -> Number | None:
    return to_scale(run, "decimal", n, scale, decimal.ROUND_HALF_EVEN)


_ROUNDINGS = {
    "floor": decimal.ROUND_FLOOR,
    "ceiling": decimal.ROUND_CEILING,
    "round up": decimal.ROUND_UP,
    "round down": decimal.ROUND_DOWN,
    "round half up": decimal.ROUND_HALF_UP,
    "round half down": decimal.ROUND_HALF_DOWN,
}


def _declare(name: str, rounding: str) -> None:
    @builtin(name, "n: number", "scale?: number")
    def rounded(run: Run, n: Number, scale: Number | None = None) -> Number | None:
        return to_scale(run, name, n, 0 if scale is None else scale, rounding)


for _name, _rounding in _ROUNDINGS.items():
    _declare(_name, _rounding)


@builtin("abs", "n: number")
def absolute(run: Run, n: Number) -> Number:
    return CONTEXT.abs(n) if isinstance(n, Decimal) else abs(n)


@builtin("abs", "n: years and months duration")
def absolute_months(run: Run, n: YearsMonths) -> YearsMonths:
    return YearsMonths(abs(n.months))


@builtin("abs", "n: days and time duration")
def absolute_time(run: Run, n: DaysTime) -> DaysTime:
    return DaysTime(abs(n.nanos))


@builtin("modulo", "dividend: number", "divisor: number")
def modulo(run: Run, dividend: Number, divisor: Number) -> Number | None:
    """The remainder with the sign of the divisor: dividend - divisor * floor(dividend / divisor)."""
    if divisor == 0:
        return run.null("modulo(): division by zero")
    if type(dividend) is int and type(divisor) is int:
        return dividend % divisor
    a, b = Decimal(dividend), Decimal(divisor)
    run.spend(abs(a.adjusted() - b.adjusted()) >> 5)  # the digits of the quotient, all of which are gone through
    try:
        remainder = WIDE_CONTEXT.remainder(a, b)
        if remainder and (remainder < 0) != (divisor < 0):
            remainder = WIDE_CONTEXT.add(remainder, b)
        return CONTEXT.plus(remainder)
    except decimal.InvalidOperation:
        return run.null("modulo(): the quotient has too many digits")


@builtin("sqrt", "number: number")
def sqrt(run: Run, number: Number) -> Number | None:
    run.spend(TRANSCENDENTAL >> 3)
    return run.null("sqrt() of a negative number") if number < 0 else CONTEXT.sqrt(number)


@builtin("log", "number: number")
def log(run: Run, number: Number) -> Number | None:
    run.spend(TRANSCENDENTAL)
    return run.null("log() takes a number above 0") if number <= 0 else CONTEXT.ln(number)


@builtin("exp", "number: number")
def exp(run: Run, number: Number) -> Number:
    run.spend(TRANSCENDENTAL)
    try:
        return CONTEXT.exp(number)
    except decimal.Overflow:
        raise FeelError("The result of exp() is larger than 9.99e6144, the largest number of FEEL.") from None


# A number with a fraction is neither.
@builtin("odd", "number: number")
def odd(run: Run, number: Number) -> bool:
    return WIDE_CONTEXT.remainder(number, 2) in (1, -1)


@builtin("even", "number: number")
def even(run: Run, number: Number) -> bool:
    return WIDE_CONTEXT.remainder(number, 2) == 0
