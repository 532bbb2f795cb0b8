"""The table of built-in functions, and how a call finds its way to one.

A function is declared with its parameters as text: ``"start position: number"``, ``"length?: number"`` (may be left
out), ``"match: string?"`` (may be null), ``"list...: Any"`` (any number of arguments). A name may be declared several
times: the first declaration that the arguments fit is used. The implementations get the run first, then FEEL values of
the types declared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.feel.run import Run
from engine.feel.values.arithmetic import kind
from engine.feel.values.functions import Function
from engine.feel.values.types import (
    ANY,
    ANY_CONTEXT,
    ANY_FUNCTION,
    ANY_LIST,
    ANY_RANGE,
    MISMATCH,
    NAMED,
    FeelType,
    ListType,
    coerce,
)

CALL = 6  # the steps that a call spends beside what its function spends itself

Implementation = Callable[..., Any]
Declared = TypeVar("Declared", bound=Implementation)
_TYPES = {**NAMED, "list": ANY_LIST, "context": ANY_CONTEXT, "range": ANY_RANGE, "function": ANY_FUNCTION}


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: FeelType
    optional: bool = False
    nullable: bool = False
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    parameters: tuple[Parameter, ...]
    implementation: Implementation
    required: int
    limit: int | None  # None: any number of arguments

    def bind(self, arguments: Sequence[Any]) -> list[Any] | str:
        """The arguments as values of the declared types, or why they do not fit."""
        if len(arguments) < self.required or (self.limit is not None and len(arguments) > self.limit):
            return f"takes {self.counts()} arguments, not {len(arguments)}"
        bound: list[Any] = []
        last = len(self.parameters) - 1
        for index, argument in enumerate(arguments):
            parameter = self.parameters[min(index, last)]
            value = _fit(argument, parameter)
            if value is MISMATCH:
                return f"takes a {parameter.type} as {parameter.name!r}, not a {kind(argument)}"
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
                return f"takes a {parameter.type} as {parameter.name!r}, not a {kind(arguments[parameter.name])}"
            bound.extend(value if parameter.variadic and type(value) is list else [value])
        return bound

    def counts(self) -> str:
        if self.limit is None:
            return f"at least {self.required}"
        return str(self.limit) if self.limit == self.required else f"{self.required} to {self.limit}"


def _fit(argument: Any, parameter: Parameter) -> Any:
    if argument is None:
        return None if parameter.nullable else MISMATCH
    wanted = parameter.type
    if wanted is ANY_LIST:  # not by coerce: no need to look at the items
        return argument if type(argument) is list else [argument]
    value = coerce(argument, wanted)
    return MISMATCH if value is None and not parameter.nullable else value


class Builtin(Function):
    __slots__ = ("signatures",)

    def __init__(self, name: str) -> None:
        super().__init__(name, ())
        self.signatures: list[Signature] = []

    def declare(self, signature: Signature) -> None:
        self.signatures.append(signature)
        if len(self.signatures) == 1:
            self.parameters = tuple(parameter.name for parameter in signature.parameters)

    def call(self, arguments: Sequence[Any], run: Run) -> Any:
        return self._first_fitting([signature.bind for signature in self.signatures], arguments, run)

    def call_named(self, arguments: dict[str, Any], run: Run) -> Any:
        return self._first_fitting([signature.bind_named for signature in self.signatures], arguments, run)

    def _first_fitting(self, binders: Sequence[Callable[[Any], list[Any] | str]], arguments: Any, run: Run) -> Any:
        run.spend(CALL)
        for argument in arguments.values() if type(arguments) is dict else arguments:
            if type(argument) is str and len(argument) > 1024:  # what it costs to look through a long text
                run.spend(len(argument) >> 10)
        reason = ""
        for signature, bind in zip(self.signatures, binders, strict=True):
            bound = bind(arguments)
            if not isinstance(bound, str):
                result = signature.implementation(run, *bound)
                if type(result) is str:
                    run.grow(len(result))
                return result
            reason = reason or bound
        return run.null(f"{self.name}() {reason}")


BUILTINS: dict[str, Builtin] = {}


def builtin(name: str, *parameters: str) -> Callable[[Declared], Declared]:
    """Declares an implementation under a name of the standard."""

    def register(implementation: Declared) -> Declared:
        parsed = tuple(_parameter(text) for text in parameters)
        variadic = any(parameter.variadic for parameter in parsed)
        required = sum(not parameter.optional for parameter in parsed)
        signature = Signature(parsed, implementation, required, None if variadic else len(parsed))
        BUILTINS.setdefault(name, Builtin(name)).declare(signature)
        return implementation

    return register


def _parameter(text: str) -> Parameter:
    name, _, wanted = (part.strip() for part in text.partition(":"))
    nullable, optional, variadic = wanted.endswith("?"), name.endswith("?"), name.endswith("...")
    type_name = wanted.rstrip("?")
    known = ListType("list", _TYPES[type_name[5:-1]]) if type_name.startswith("list<") else _TYPES[type_name]
    return Parameter(name.rstrip("?."), known, optional, nullable or known is ANY, variadic)
