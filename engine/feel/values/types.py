"""The type lattice: what ``instance of`` asks and what parameters demand (DMN 1.5, 10.3.2.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from engine.feel.values.durations import DaysTime, YearsMonths
from engine.feel.values.functions import Function
from engine.feel.values.ranges import Range
from engine.feel.values.temporal import Date, DateTime, Time


@dataclass(frozen=True, slots=True)
class FeelType:
    """A type by name: number, string, ..., Any."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ListType(FeelType):
    element: FeelType

    def __str__(self) -> str:
        return self.name if self.element == ANY else f"{self.name}<{self.element}>"


@dataclass(frozen=True, slots=True)
class RangeType(FeelType):
    element: FeelType


@dataclass(frozen=True, slots=True)
class ContextType(FeelType):
    fields: tuple[tuple[str, FeelType], ...]


@dataclass(frozen=True, slots=True)
class FunctionType(FeelType):
    parameters: tuple[FeelType, ...] | None  # None: any function
    result: FeelType | None  # None: not known


@dataclass(frozen=True, slots=True)
class ConstrainedType(FeelType):
    """An item definition with allowed values: they bind variables, but ``instance of`` does not ask for them."""

    base: FeelType
    allows: Callable[[Any], bool] = field(compare=False)
    description: str = ""


ANY, NULL = FeelType("Any"), FeelType("Null")
NUMBER, STRING, BOOLEAN = FeelType("number"), FeelType("string"), FeelType("boolean")
DATE, TIME, DATE_TIME = FeelType("date"), FeelType("time"), FeelType("date and time")
DAYS_TIME, YEARS_MONTHS = FeelType("days and time duration"), FeelType("years and months duration")
ANY_LIST, ANY_CONTEXT = ListType("list", ANY), ContextType("context", ())
ANY_RANGE, ANY_FUNCTION = RangeType("range", ANY), FunctionType("function", None, None)

CLASSES: dict[FeelType, tuple[type, ...]] = {
    NUMBER: (int, Decimal),
    STRING: (str,),
    BOOLEAN: (bool,),
    DATE: (Date,),
    TIME: (Time,),
    DATE_TIME: (DateTime,),
    DAYS_TIME: (DaysTime,),
    YEARS_MONTHS: (YearsMonths,),
}
_OF_CLASS = {type(None): NULL, **{kind: known for known, kinds in CLASSES.items() for kind in kinds}}


def scalar_type(value: Any) -> FeelType:
    """The type of null, or of a value that holds no others."""
    return _OF_CLASS[type(value)]


NAMED: dict[str, FeelType] = {
    **{known.name: known for known in (ANY, NULL, *CLASSES, ANY_LIST, ANY_CONTEXT, ANY_RANGE, ANY_FUNCTION)},
    # Spellings of earlier versions of the standard and of typeRef attributes.
    "dateTime": DATE_TIME,
    "dayTimeDuration": DAYS_TIME,
    "day time duration": DAYS_TIME,
    "days and time duration": DAYS_TIME,
    "yearMonthDuration": YEARS_MONTHS,
    "year month duration": YEARS_MONTHS,
}


def conforms(value: Any, wanted: FeelType) -> bool:
    """Whether a value is of the type; null is of every type here, as values in contexts and lists may be null."""
    return value is None or instance_of(value, wanted)


def instance_of(value: Any, wanted: FeelType) -> bool:
    """``value instance of wanted``: null is an instance of Null only."""
    if value is None:
        return wanted == NULL
    match wanted:
        case ListType(element=element):
            if type(value) is not list or element in CLASSES:
                return type(value) is list and plain_classes(element).issuperset(map(type, value))
            return element == ANY or all(conforms(item, element) for item in value)
        case ContextType(fields=fields):
            return type(value) is dict and all(name in value and conforms(value[name], kind) for name, kind in fields)
        case RangeType(element=element):
            if type(value) is not Range:
                return False
            return element == ANY or all(
                instance_of(end, element) for end in (value.start, value.end) if end is not None
            )
        case FunctionType():
            return isinstance(value, Function) and _function_fits(value, wanted)
        case ConstrainedType(base=base):
            return instance_of(value, base)
        case _:
            return wanted == ANY or type(value) in CLASSES.get(wanted, ())


def _function_fits(function: Function, wanted: FunctionType) -> bool:
    """Parameters may be wider than asked for, the result narrower."""
    if wanted.parameters is None:
        return True
    known = function.type
    if not isinstance(known, FunctionType) or known.parameters is None:
        return len(function.parameters) == len(wanted.parameters)
    return len(known.parameters) == len(wanted.parameters) and (
        all(is_subtype(mine, theirs) for mine, theirs in zip(wanted.parameters, known.parameters, strict=True))
        and (wanted.result is None or known.result is None or is_subtype(known.result, wanted.result))
    )


def is_subtype(narrow: FeelType, wide: FeelType) -> bool:
    """``narrow`` conforms to ``wide`` (10.3.2.9.2)."""
    if wide == ANY or narrow in (NULL, wide):
        return True
    match narrow, wide:
        case (ConstrainedType(base=base), _):
            return is_subtype(base, wide)
        case (_, ConstrainedType(base=base)):
            return is_subtype(narrow, base)
        case (ListType(element=mine), ListType(element=theirs)) | (RangeType(element=mine), RangeType(element=theirs)):
            return is_subtype(mine, theirs)
        case (ContextType(fields=mine_fields), ContextType(fields=their_fields)):
            mine_by_name = dict(mine_fields)
            return all(name in mine_by_name and is_subtype(mine_by_name[name], kind) for name, kind in their_fields)
        case (FunctionType(), FunctionType()):
            if wide.parameters is None:
                return True
            return (
                narrow.parameters is not None
                and len(narrow.parameters) == len(wide.parameters)
                and all(is_subtype(a, b) for a, b in zip(wide.parameters, narrow.parameters, strict=True))
                and (narrow.result is None or wide.result is None or is_subtype(narrow.result, wide.result))
            )
        case _:
            return False


class _Mismatch:
    __slots__ = ()

    def __repr__(self) -> str:
        return "<does not fit>"


MISMATCH = _Mismatch()


def coerce(value: Any, wanted: FeelType) -> Any:
    """The value as one of the type, by the implicit conversions of 10.3.2.9.4; MISMATCH if there is none.

    null fits every type; a single item fits a list type and the other way round; a date fits date and time.
    """
    if value is None or wanted == ANY:
        return value
    if isinstance(wanted, ConstrainedType):
        inner = coerce(value, wanted.base)
        return inner if inner is MISMATCH or inner is None or wanted.allows(inner) else MISMATCH
    if has_type(value, wanted):
        return value
    if type(value) is list:
        if len(value) == 1 and not isinstance(wanted, ListType):
            return coerce(value[0], wanted)
    elif isinstance(wanted, ListType):
        item = coerce(value, wanted.element)
        return item if item is MISMATCH else [item]
    if wanted == DATE_TIME and type(value) is Date:
        return DateTime(value, Time(0, 0, 0, 0, 0))
    return MISMATCH


def items_checked(value: Any, wanted: FeelType) -> int:
    """How many values have to be looked at to know whether a list or context is of the type."""
    match wanted:
        case ConstrainedType(base=base):
            return items_checked(value, base)
        case ListType(element=element) if type(value) is list and element != ANY:
            inside = isinstance(element, ListType | ContextType | ConstrainedType)
            return len(value) + (sum(items_checked(item, element) for item in value) if inside else 0)
        case ContextType(fields=fields) if type(value) is dict:
            return 6 + 4 * len(fields) + sum(items_checked(value.get(name), kind) for name, kind in fields)
    return 0


@lru_cache(maxsize=1024)
def plain_classes(wanted: FeelType) -> frozenset[type]:
    """The Python classes whose values are of the type without a closer look."""
    return frozenset((*CLASSES.get(wanted, ()), type(None)))


def coercer(wanted: FeelType) -> Callable[[Any], Any]:
    """``coerce`` to one type, as a function that is quick for values that already have it."""
    if wanted == ANY:
        return lambda value: value
    classes = plain_classes(wanted)
    return lambda value: value if type(value) in classes else coerce(value, wanted)


def has_type(value: Any, wanted: FeelType) -> bool:
    """As ``conforms``, with the allowed values of the types inside as well."""
    if value is None or wanted == ANY:
        return True
    match wanted:
        case ConstrainedType(base=base):
            return has_type(value, base) and wanted.allows(value)
        case ListType(element=element):
            if type(value) is not list or element in CLASSES:
                return type(value) is list and plain_classes(element).issuperset(map(type, value))
            return all(has_type(item, element) for item in value)
        case ContextType(fields=fields):
            return type(value) is dict and all(has_type(value.get(name), kind) for name, kind in fields)
        case _:
            return instance_of(value, wanted)
