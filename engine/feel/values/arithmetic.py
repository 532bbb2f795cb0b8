"""The arithmetic operators over numbers, strings, temporal values and durations (DMN 1.5, 10.3.2.14, tables 55-59).

Each table maps the kinds of both operands to a function; kinds that are not in it yield null.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.run import Run
from engine.feel.values.calendar import MAX_YEAR, shift_months
from engine.feel.values.durations import DAY, SECOND, DaysTime, YearsMonths, days_time, years_months
from engine.feel.values.functions import Function
from engine.feel.values.numbers import CONTEXT, NUMERIC, Number, tidy
from engine.feel.values.ranges import Range
from engine.feel.values.temporal import Date, DateTime, Time

# The steps that a power, a logarithm or an exponential costs beside a simple operation.
TRANSCENDENTAL, WHOLE_POWER = 250, 60
# And an operator between dates, times or durations.
TEMPORAL = 20

Operation = Callable[[Any, Any], Any]
Table = dict[tuple[type, type], Operation]


def symbol_table(sign: str) -> Table:
    return {"+": ADD, "-": SUBTRACT, "*": MULTIPLY, "/": DIVIDE, "**": POWER}[sign]


def compute(sign: str, table: Table, left: Any, right: Any, run: Run) -> Any:
    """The result of one operator; null with a warning where the operands do not fit it.

    Raises FeelError where a number leaves the range of decimal128 or a text its bound.
    """
    operation = table.get((type(left), type(right)))
    if operation is None:
        return run.null(f"{kind(left)} {sign} {kind(right)} is not defined")
    if type(left) not in NUMERIC and type(left) is not str:
        run.spend(TEMPORAL)
    elif table is POWER:
        run.spend(WHOLE_POWER if type(right) is int else TRANSCENDENTAL)
    try:
        result = operation(left, right)
    except Overflow:
        raise FeelError(
            f"The result of '{sign}' is larger than 9.99e6144, the largest number of FEEL; use smaller numbers."
        ) from None
    except (DivisionByZero, InvalidOperation):
        return run.null(f"{kind(left)} {sign} {kind(right)} has no result (division by zero?)")
    if type(result) is str:
        run.grow(len(result))
    elif result is None:
        return run.null(f"The result of {kind(left)} {sign} {kind(right)} is out of range")
    return result


KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    str: "string",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysTime: "days and time duration",
    YearsMonths: "years and months duration",
    Range: "range",
}


def kind(value: Any) -> str:
    """The kind of a value in the words of the standard, for warnings."""
    if isinstance(value, Function):
        return "function"
    return KINDS.get(type(value), "value")


def _int_add(left: int, right: int) -> Number:
    return tidy(left + right)


def _int_subtract(left: int, right: int) -> Number:
    return tidy(left - right)


def _int_multiply(left: int, right: int) -> Number:
    return tidy(left * right)


def _concatenate(left: str, right: str) -> str:
    return left + right


def _date_plus_months(date: Date, duration: YearsMonths) -> Date | None:
    year, month, day = shift_months(date.year, date.month, date.day, duration.months)
    return Date(year, month, day) if abs(year) <= MAX_YEAR else None


def _date_plus_time(date: Date, duration: DaysTime) -> Date | None:
    """The date counts as its midnight, and the time of the result is dropped."""
    return Date.from_days((date.days * DAY + duration.nanos) // DAY)


def _date_time_plus_months(moment: DateTime, duration: YearsMonths) -> DateTime | None:
    date = _date_plus_months(moment.date, duration)
    return None if date is None else DateTime(date, moment.time)


def _date_time_plus_time(moment: DateTime, duration: DaysTime) -> DateTime | None:
    return DateTime.from_instant(moment.instant + duration.nanos, moment.time.offset, moment.time.zone)


def _time_plus(time: Time, duration: DaysTime) -> Time:
    return Time.from_nanos((time.nanos + duration.nanos) % DAY, time.offset, time.zone)


def _negated(operation: Operation) -> Operation:
    """Subtraction of a duration as addition of its opposite."""

    def run(left: Any, right: Any) -> Any:
        return operation(left, negate(right))

    return run


def negate(value: Any) -> Any:
    """The opposite of a number or duration, else None."""
    match value:
        case bool():
            return None
        case int():
            return -value
        case Decimal():
            return value.copy_negate()
        case YearsMonths(months):
            return YearsMonths(-months)
        case DaysTime(nanos):
            return DaysTime(-nanos)
        case _:
            return None


def _swapped(operation: Operation) -> Operation:
    def run(left: Any, right: Any) -> Any:
        return operation(right, left)

    return run


def _between_dates(left: Date, right: Date) -> DaysTime | None:
    return days_time((left.days - right.days) * DAY)


def _between_moments(left: DateTime, right: DateTime) -> DaysTime | None:
    """A local moment has no distance to one with an offset."""
    return days_time(left.instant - right.instant) if left.is_local == right.is_local else None


def _between_times(left: Time, right: Time) -> DaysTime | None:
    if left.is_local != right.is_local:
        return None
    shift = (left.utc_offset or 0) - (right.utc_offset or 0)
    return days_time(left.nanos - right.nanos - shift * SECOND)


def _midnight(date: Date, like: DateTime) -> DateTime:
    """A date beside a date and time is midnight, in UTC unless the other is local (10.3.2.9.4)."""
    return DateTime(date, Time(0, 0, 0, 0, None if like.is_local else 0))


def _scaled_months(duration: YearsMonths, factor: Number) -> YearsMonths | None:
    return years_months(int(CONTEXT.multiply(duration.months, factor)))


def _scaled_time(duration: DaysTime, factor: Number) -> DaysTime | None:
    return days_time(int(CONTEXT.multiply(duration.nanos, factor)))


ADD: Table = {
    (int, int): _int_add,
    (str, str): _concatenate,
    (YearsMonths, YearsMonths): lambda a, b: years_months(a.months + b.months),
    (DaysTime, DaysTime): lambda a, b: days_time(a.nanos + b.nanos),
    (Date, YearsMonths): _date_plus_months,
    (Date, DaysTime): _date_plus_time,
    (DateTime, YearsMonths): _date_time_plus_months,
    (DateTime, DaysTime): _date_time_plus_time,
    (Time, DaysTime): _time_plus,
}
SUBTRACT: Table = {
    (int, int): _int_subtract,
    **{kinds: _negated(operation) for kinds, operation in ADD.items() if kinds[1] in (YearsMonths, DaysTime)},
    (Date, Date): _between_dates,
    (DateTime, DateTime): _between_moments,
    (Date, DateTime): lambda a, b: _between_moments(_midnight(a, b), b),
    (DateTime, Date): lambda a, b: _between_moments(a, _midnight(b, a)),
    (Time, Time): _between_times,
}
# Durations are added both ways round; only the duration may be subtracted.
ADD.update({(b, a): _swapped(operation) for (a, b), operation in list(ADD.items()) if a is not b})
MULTIPLY: Table = {(int, int): _int_multiply}
DIVIDE: Table = {
    (int, int): CONTEXT.divide,
    (YearsMonths, YearsMonths): lambda a, b: CONTEXT.divide(a.months, b.months),
    (DaysTime, DaysTime): lambda a, b: CONTEXT.divide(a.nanos, b.nanos),
}


def _power(base: Number, exponent: Number) -> Number:
    """The empty product is 1, also for 0 ** 0, which decimal arithmetic leaves undefined."""
    if not base and exponent < 0:
        raise DivisionByZero  # which Python takes for infinity
    return CONTEXT.power(base, exponent) if exponent else 1


POWER: Table = {(int, int): _power}

for _pair in ((int, Decimal), (Decimal, int), (Decimal, Decimal)):
    ADD[_pair], SUBTRACT[_pair], MULTIPLY[_pair] = CONTEXT.add, CONTEXT.subtract, CONTEXT.multiply
    DIVIDE[_pair], POWER[_pair] = CONTEXT.divide, _power
for _number in NUMERIC:
    MULTIPLY[(YearsMonths, _number)] = _scaled_months
    MULTIPLY[(DaysTime, _number)] = _scaled_time
    MULTIPLY[(_number, YearsMonths)] = lambda a, b: _scaled_months(b, a)
    MULTIPLY[(_number, DaysTime)] = lambda a, b: _scaled_time(b, a)
    DIVIDE[(YearsMonths, _number)] = lambda a, b: years_months(int(CONTEXT.divide(a.months, b)))
    DIVIDE[(DaysTime, _number)] = lambda a, b: days_time(int(CONTEXT.divide(a.nanos, b)))
