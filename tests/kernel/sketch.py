"""Processes drawn as text, so that a test shows its whole diagram: `sketch("s -> a -> e", a=UserTask)`.

A name that begins with `s` and a digit or nothing is a start event, with `e` an end event, anything else a task, unless
a keyword says its kind: a class, or a function from keyword arguments to an element (a `functools.partial`).
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from typing import Any

from engine.feel import Expression, compile_expression
from engine.model.elements import Element, EndEvent, SequenceFlow, StartEvent, Task
from engine.model.events import (
    Error,
    ErrorEventDefinition,
    Message,
    MessageEventDefinition,
    TimerEventDefinition,
    TimerKind,
)
from engine.model.extensions import VariableMapping
from engine.model.process import Process, process


def feel(text: str) -> Expression:
    return compile_expression(text)


def sketch(
    arrows: str,
    *,
    id: str = "p",
    inside: Mapping[str, str] | None = None,
    conditions: Mapping[str, str] | None = None,
    default: tuple[str, ...] = (),
    **kinds: Callable[..., Element],
) -> Process:
    """Paths such as `s -> a -> e; a -> b` as a process; `inside` has the paths of each sub-process.

    Sequence flows are called `a->b`; `conditions` and `default` name them so.
    """
    scope_of: dict[str, str] = {}
    flows: list[tuple[str, str]] = []
    for scope, paths in {id: arrows, **(inside or {})}.items():
        for path in paths.split(";"):
            names = [name.strip() for name in path.split("->")]
            scope_of |= dict.fromkeys(names, scope)
            flows += pairwise(names)
    conditions = conditions or {}
    return process(
        id,
        id,
        [
            _kind(name, kinds)(
                id=name,
                scope=scope,
                incoming=tuple(f"{a}->{b}" for a, b in flows if b == name),
                outgoing=tuple(f"{a}->{b}" for a, b in flows if a == name),
                default=next((f"{a}->{b}" for a, b in flows if a == name and f"{a}->{b}" in default), None),
            )
            for name, scope in scope_of.items()
        ],
        [
            SequenceFlow(
                id=f"{a}->{b}",
                source=a,
                target=b,
                condition=feel(conditions[f"{a}->{b}"]) if f"{a}->{b}" in conditions else None,
            )
            for a, b in flows
        ],
    )


def _kind(name: str, kinds: Mapping[str, Callable[..., Element]]) -> Callable[..., Element]:
    if name in kinds:
        return kinds[name]
    if re.fullmatch(r"s\d*", name):
        return StartEvent
    return EndEvent if re.fullmatch(r"e\d*", name) else Task


def timer(kind: str, value: str) -> TimerEventDefinition:
    return TimerEventDefinition(TimerKind(kind), feel(value))


def message(name: str, correlation_key: str | None = None) -> MessageEventDefinition:
    return MessageEventDefinition(named(name, correlation_key))


def named(name: str, correlation_key: str | None = None) -> Message:
    return Message(name, feel(f'"{name}"'), feel(correlation_key) if correlation_key else None)


def error(code: str | None = None) -> ErrorEventDefinition:
    return ErrorEventDefinition(Error(code, code, feel(f'"{code}"')) if code else None)


def maps(**targets: str) -> tuple[VariableMapping, ...]:
    return tuple(VariableMapping(feel(source), target) for target, source in targets.items())


def a(kind: Callable[..., Element], **fields: Any) -> Callable[..., Element]:
    """An element of this kind with these fields."""
    return partial(kind, **fields)
