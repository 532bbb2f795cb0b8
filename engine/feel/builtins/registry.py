"""The table of built-in functions, and how a call finds its way to one.

A function is declared with its parameters as text: ``"start position: number"``, ``"length?: number"`` (may be left
out), ``"match: string?"`` (may be null), ``"list...: Any"`` (any number of arguments). A name may be declared several
times: the first declaration that the arguments fit is used. The implementations get the run first, then FEEL values of
the types declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.feel.run import Run
from engine.feel.values.arithmetic import kind
from engine.feel.values.functions import Function, counted
from engine.feel.values.types import (
    ANY,
    ANY_CONTEXT,
    ANY_FUNCTION,
    ANY_LIST,
    ANY_RANGE,
    CLASSES,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    MISMATCH,
    NAMED,
    TIME,
    YEARS_MONTHS,
    FeelType,
    ListType,
    coerce,
)

CALL = 10  # the steps that a call spends beside what its function spends itself
TEMPORAL_CALL = 40  # the same where dates, times or durations are taken or made
TEMPORAL_RESULTS = frozenset(("Date", "Time", "DateTime", "DaysTime", "YearsMonths"))

TEMPORAL_TYPES = (DATE, TIME, DATE_TIME, DAYS_TIME, YEARS_MONTHS)

Implementation = Callable[..., Any]
Classes = frozenset[type]
Declared = TypeVar("Declared", bound=Implementation)
_TYPES = {**NAMED, "list": ANY_LIST, "context": ANY_CONTEXT, "range": ANY_RANGE, "function": ANY_FUNCTION}


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: FeelType
    optional: bool = False
    nullable: bool = False
    variadic: bool = False
    # The Python classes of values that fit without a closer look; None: any value does.
    classes: Classes | None = frozenset()


@dataclass(frozen=True, slots=True)
class Signature:
    parameters: tuple[Parameter, ...]
    implementation: Implementation
    required: int
    limit: int | None  # None: any number of arguments
    cost: int = CALL

    def bind(self, arguments: Sequence[Any]) -> list[Any] | str:
        """So many arguments as the declaration takes, as values of the declared types; or why they do not fit."""
        bound: list[Any] = []
        last = len(self.parameters) - 1
        for index, argument in enumerate(arguments):
            parameter = self.parameters[index if index < last else last]
            if parameter.classes is None or type(argument) in parameter.classes:
                bound.append(argument)
                continue
            value = _fit(argument, parameter)
            if value is MISMATCH:
                return _misfit(argument, parameter)
            bound.append(value)
        return bound

    def bind_named(self, arguments: dict[str, Any]) -> list[Any] | str:
        names = [parameter.name for parameter in self.parameters]
        if unknown := [name for name in arguments if name not in names]:
            return f"has no parameter {unknown[0]!r}; it has {', '.join(names) or 'none'}"
        bound: list[Any] = []
        for parameter in self.parameters:
            if parameter.name not in arguments:
                if not parameter.optional:
                    return f"needs the parameter {parameter.name!r}"
                bound.append(None)
                continue
            value = _fit(arguments[parameter.name], parameter)
            if value is MISMATCH:
                return _misfit(arguments[parameter.name], parameter)
            bound.extend(_several(value, parameter) if parameter.variadic else (value,))
        return bound

    def takes(self, count: int) -> bool:
        return count >= self.required and (self.limit is None or count <= self.limit)

    def counts(self) -> str:
        if self.limit is None:
            return f"at least {counted(self.required)}"
        return ("" if self.limit == self.required else f"{self.required} to ") + counted(self.limit)


def _misfit(argument: Any, parameter: Parameter) -> str:
    given = "null" if argument is None else f"a {kind(argument)}"
    return f"takes a {parameter.type} as {parameter.name!r}, not {given}"


def _several(value: Any, parameter: Parameter) -> Sequence[Any]:
    """What is given by name for any number of arguments: a list of them, or one of them."""
    if type(value) is not list or (parameter.type is ANY_LIST and not all(type(item) is list for item in value)):
        return (value,)
    return value


def _fit(argument: Any, parameter: Parameter) -> Any:
    if argument is None:
        return None if parameter.nullable else MISMATCH
    wanted = parameter.type
    if wanted is ANY_LIST:  # not by coerce: no need to look at the items
        return argument if type(argument) is list else [argument]
    value = coerce(argument, wanted)
    return MISMATCH if value is None and not parameter.nullable else value


class Builtin(Function):
    __slots__ = ("cost", "looks_at_items", "signatures")

    def __init__(self, name: str) -> None:
        super().__init__(name, ())
        self.signatures: list[Signature] = []
        self.cost = CALL
        self.looks_at_items = False  # whether some parameter is a list of values of one type

    def declare(self, signature: Signature) -> None:
        self.signatures.append(signature)
        self.cost = max(self.cost, signature.cost)
        self.looks_at_items |= any(
            isinstance(part.type, ListType) and part.type is not ANY_LIST for part in signature.parameters
        )
        if len(self.signatures) == 1:
            self.parameters = tuple(parameter.name for parameter in signature.parameters)

    def call(self, arguments: Sequence[Any], run: Run) -> Any:
        self._weigh(arguments, run)
        reason: str | None = None
        for signature in self.signatures:
            if signature.takes(len(arguments)):
                bound = signature.bind(arguments)
                if type(bound) is list:
                    return _computed(signature, bound, run)
                reason = reason or str(bound)
        if reason is None:
            counts = dict.fromkeys(signature.counts() for signature in self.signatures)
            reason = f"takes {' or '.join(counts)}, not {len(arguments)}"
        return run.null(f"{self.name}() {reason}")

    def call_named(self, arguments: dict[str, Any], run: Run) -> Any:
        self._weigh(arguments.values(), run)
        reason = ""
        for signature in self.signatures:
            bound = signature.bind_named(arguments)
            if type(bound) is list:
                return _computed(signature, bound, run)
            reason = reason or str(bound)
        return run.null(f"{self.name}() {reason}")

    def _weigh(self, arguments: Iterable[Any], run: Run) -> None:
        """What a call costs beside the work of its function."""
        steps = self.cost
        for argument in arguments:
            if type(argument) is str and len(argument) > 256:  # what it costs to look through a long text
                steps += len(argument) >> 8
            elif self.looks_at_items and type(argument) is list:
                steps += len(argument)
        run.spend(steps)


def _computed(signature: Signature, bound: list[Any], run: Run) -> Any:
    result = signature.implementation(run, *bound)
    if type(result) is str:
        run.grow(len(result))
    return result


BUILTINS: dict[str, Builtin] = {}


def builtin(name: str, *parameters: str) -> Callable[[Declared], Declared]:
    """Declares an implementation under a name of the standard."""

    def register(implementation: Declared) -> Declared:
        parsed = tuple(_parameter(text) for text in parameters)
        variadic = any(parameter.variadic for parameter in parsed)
        required = sum(not parameter.optional for parameter in parsed)
        made = set(str(implementation.__annotations__.get("return", "")).split(" | "))
        temporal = bool(made & TEMPORAL_RESULTS) or any(parameter.type in TEMPORAL_TYPES for parameter in parsed)
        cost = TEMPORAL_CALL if temporal and name != "abs" else CALL
        signature = Signature(parsed, implementation, required, None if variadic else len(parsed), cost)
        BUILTINS.setdefault(name, Builtin(name)).declare(signature)
        return implementation

    return register


def _parameter(text: str) -> Parameter:
    name, _, wanted = (part.strip() for part in text.partition(":"))
    nullable, optional, variadic = wanted.endswith("?"), name.endswith("?"), name.endswith("...")
    type_name = wanted.rstrip("?")
    known = ListType("list", _TYPES[type_name[5:-1]]) if type_name.startswith("list<") else _TYPES[type_name]
    classes = None if known is ANY else frozenset((list,)) if known is ANY_LIST else frozenset(CLASSES.get(known, ()))
    return Parameter(name.rstrip("?."), known, optional, nullable or known is ANY, variadic, classes)
