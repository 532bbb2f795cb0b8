"""Functions on strings (DMN 1.5, 10.3.4.3). Positions count characters, not bytes or UTF-16 units."""

from __future__ import annotations

from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.run import Run
from engine.feel.values.numbers import Number


@builtin("substring", "string: string", "start position: number", "length?: number")
def substring(run: Run, string: str, start: Number, length: Number | None = None) -> str | None:
    first = int(start)
    if first == 0:
        return run.null("substring() counts positions from 1, or from -1 backwards; there is no position 0")
    begin = first - 1 if first > 0 else len(string) + first
    if begin < 0 or begin >= len(string):
        return run.null(f"substring(): the string has no position {first}")
    if length is None:
        return string[begin:]
    if length < 1:
        return run.null("substring() needs a length of at least 1")
    return string[begin : begin + int(length)]


@builtin("string length", "string: string")
def string_length(run: Run, string: str) -> int:
    return len(string)


@builtin("upper case", "string: string")
def upper_case(run: Run, string: str) -> str:
    return string.upper()


@builtin("lower case", "string: string")
def lower_case(run: Run, string: str) -> str:
    return string.lower()


@builtin("substring before", "string: string", "match: string")
def substring_before(run: Run, string: str, match: str) -> str:
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after", "string: string", "match: string")
def substring_after(run: Run, string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@builtin("contains", "string: string", "match: string")
def contains(run: Run, string: str, match: str) -> bool:
    return match in string


@builtin("starts with", "string: string", "match: string")
def starts_with(run: Run, string: str, match: str) -> bool:
    return string.startswith(match)


@builtin("ends with", "string: string", "match: string")
def ends_with(run: Run, string: str, match: str) -> bool:
    return string.endswith(match)


@builtin("string join", "list: list<string>", "delimiter?: string?")
def string_join(run: Run, items: list[Any], delimiter: str | None = None) -> str | None:
    texts = [item for item in items if item is not None]
    joint = delimiter or ""
    run.spend(len(texts))
    run.grow(sum(map(len, texts)) + len(joint) * len(texts))  # beforehand: it may be far too long to make
    return joint.join(texts)
