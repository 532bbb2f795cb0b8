"""Calls: whether the arguments can fit, and what the functions give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.feel.builtins import BUILTINS
from engine.feel.builtins.registry import Parameter, Signature
from engine.feel.inference.known import Known, looks_at, plain, type_of
from engine.feel.inference.operators import common
from engine.feel.syntax import Call, Name
from engine.feel.values.types import (
    ANY,
    ANY_CONTEXT,
    ANY_LIST,
    ANY_RANGE,
    BOOLEAN,
    CLASSES,
    DATE,
    DATE_TIME,
    DAYS_TIME,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_MONTHS,
    FeelType,
    FunctionType,
    ListType,
    is_subtype,
)

Misfit = tuple[str, dict[str, object]]  # a code with its params

# What the implementations say that they return, in the words of FEEL.
_RESULTS: dict[str, FeelType] = {
    "bool": BOOLEAN,
    "int": NUMBER,
    "Number": NUMBER,
    "Decimal": NUMBER,
    "str": STRING,
    "Date": DATE,
    "Time": TIME,
    "DateTime": DATE_TIME,
    "DaysTime": DAYS_TIME,
    "YearsMonths": YEARS_MONTHS,
    "Range": ANY_RANGE,
    "list[Any]": ANY_LIST,
    "list[int]": ListType("list", NUMBER),
    "list[str]": ListType("list", STRING),
    "dict[str, Any]": ANY_CONTEXT,
    "None": NULL,
}


def result_of(signature: Signature) -> FeelType:
    said = str(signature.implementation.__annotations__.get("return", "Any"))
    return common(*(_RESULTS.get(part, ANY) for part in re.split(r"\s*\|\s*", said)))


@looks_at(Call)
def call(node: Call, known: Known) -> FeelType:
    given = tuple(type_of(argument, known) for argument in node.arguments)
    if isinstance(node.function, Name):
        name = node.function.name
        function = known.names.get(name)
        # A variable that is no function leaves the built-in of its name callable.
        if function is None and name in BUILTINS:
            return _builtin(node, node.function, given, known)
        title = name
    else:
        function, title = type_of(node.function, known), "The function"
    if isinstance(function, FunctionType) and function.parameters is not None:
        return _own(node, title, function, given, known)
    return ANY


def _builtin(node: Call, name: Name, given: tuple[FeelType, ...], known: Known) -> FeelType:
    signatures = BUILTINS[name.name].signatures
    reasons = [misfit(node, given, signature) for signature in signatures]
    fitting = [signature for signature, reason in zip(signatures, reasons, strict=True) if reason is None]
    if not fitting:
        # Of several declarations the first one with the right number of arguments tells most.
        misfits = (reason for reason in reasons if reason)
        code, words = min(misfits, key=lambda reason: reason[0].startswith("arguments"))
        known.find(name.at, code, function=name.name, **words)
        return ANY
    return common(*map(result_of, fitting))


def _own(node: Call, title: str, function: FunctionType, given: tuple[FeelType, ...], known: Known) -> FeelType:
    """A function of the model or of the expression itself."""
    wanted = function.parameters or ()
    if len(given) != len(wanted):
        known.find(node.function.at, "arguments", function=title, wanted=len(wanted), count=len(given))
        return ANY
    if node.names is None:
        for number, (found, kind) in enumerate(zip(given, wanted, strict=True), 1):
            if not may_become(found, kind):
                words = {"wanted": plain(kind), "name": f"argument {number}", "type": found}
                known.find(node.function.at, "argument", function=title, **words)
                return ANY
    return plain(function.result) if function.result is not None else ANY


def may_become(found: FeelType, wanted: FeelType) -> bool:
    """Whether a value of the one type can be taken for the other, converted where FEEL does so (10.3.2.9.4)."""
    found, wanted = plain(found), plain(wanted)
    if ANY in (found, wanted) or found == NULL or is_subtype(found, wanted):
        return True
    if isinstance(found, ListType) or (found == DATE and wanted == DATE_TIME):
        return True
    if isinstance(wanted, ListType):
        return may_become(found, wanted.element)
    # Contexts, ranges and functions may differ in what their types do not tell.
    return type(found) is type(wanted) and found not in CLASSES


def _pairs(node: Call, given: tuple[FeelType, ...], signature: Signature) -> Iterator[tuple[Parameter, FeelType]]:
    if node.names is None:
        last = len(signature.parameters) - 1
        for index, found in enumerate(given):
            yield signature.parameters[min(index, last)], found
    else:
        by_name = {parameter.name: parameter for parameter in signature.parameters}
        for name, found in zip(node.names, given, strict=True):
            yield by_name[name], found


def misfit(node: Call, given: tuple[FeelType, ...], signature: Signature) -> Misfit | None:
    """Why the call can never fit the declaration; None if it may."""
    names = [parameter.name for parameter in signature.parameters]
    if node.names is not None:
        unknown = [name for name in node.names if name not in names]
        missing = [part.name for part in signature.parameters if not part.optional and part.name not in node.names]
        if unknown:
            return "no-parameter", {"name": unknown[0], "names": ", ".join(names) or "none"}
        if missing:
            return "parameter-missing", {"name": missing[0]}
    elif len(given) < signature.required or (signature.limit is not None and len(given) > signature.limit):
        return _wrong_count(signature, len(given))
    for parameter, found in _pairs(node, given, signature):
        if found == NULL:
            if not parameter.nullable:
                return "argument-null", {"wanted": parameter.type, "name": parameter.name}
        elif not may_become(found, parameter.type):
            return "argument", {"wanted": parameter.type, "name": parameter.name, "type": found}
    return None


def _wrong_count(signature: Signature, count: int) -> Misfit:
    words: dict[str, object] = {"wanted": signature.required, "count": count}
    if signature.limit is None:
        return "arguments-at-least", words
    if signature.limit == signature.required:
        return "arguments", words
    return "arguments-between", {**words, "limit": signature.limit}
