"""Literals, names, paths and filters."""

from __future__ import annotations

from typing import Any

from engine.feel.builtins.registry import BUILTINS
from engine.feel.compiler.dispatch import RUN, TESTED, VARIABLES, Code, Env, code_of, compiles
from engine.feel.compiler.scope import Scope
from engine.feel.run import BEGINNING, cost_of
from engine.feel.syntax import Filter, Literal, Name, Path, TemporalLiteral
from engine.feel.values.adopt import SCALARS, adopt
from engine.feel.values.arithmetic import kind
from engine.feel.values.numbers import NUMERIC, number_text, whole
from engine.feel.values.properties import MISSING, property_of
from engine.feel.values.temporal_text import parse_temporal


@compiles(Literal)
def literal(node: Literal, scope: Scope) -> Code:
    value = node.value
    return lambda env: value


@compiles(TemporalLiteral)
def temporal_literal(node: TemporalLiteral, scope: Scope) -> Code:
    value, text = parse_temporal(node.text), node.text
    if value is None:
        return lambda env: env[RUN].null(f'@"{text}" is no date, time or duration')
    return lambda env: value


@compiles(Name)
def name(node: Name, scope: Scope) -> Code:
    items, slot = scope.find(node.name)
    if slot is not None:
        outer = _slot(slot)
    elif node.name == "?":
        outer = _slot(TESTED)
    elif node.name == "item" and items:
        return _item(items[0])
    else:
        scope.unit.free_names.add(node.name)
        outer = variable(node.name)
    for item in reversed(items):
        outer = _entry_or(item, node.name, outer)
    return outer


def _slot(slot: int) -> Code:
    return lambda env: env[slot]


def variable(name: str) -> Code:
    """Reads a variable from outside, or else the built-in function of that name."""
    builtin = BUILTINS.get(name)

    def read(env: Env) -> Any:
        try:
            value = env[VARIABLES][name]
        except KeyError:
            if builtin is not None:
                return builtin
            return env[RUN].null(f"There is no variable {name!r}")
        return value if type(value) in SCALARS else adopt(value)

    return read


def _entry_or(slot: int, name: str, outer: Code) -> Code:
    def read(env: Env) -> Any:
        item = env[slot]
        if type(item) is dict and name in item:
            return item[name]
        found = MISSING if type(item) is dict else property_of(item, name)
        return outer(env) if found is MISSING else found

    return read


def _item(slot: int) -> Code:
    def read(env: Env) -> Any:
        item = env[slot]
        return item["item"] if type(item) is dict and "item" in item else item

    return read


@compiles(Path)
def path(node: Path, scope: Scope) -> Code:
    name = node.name
    if isinstance(node.source, Name) and scope.find(node.source.name) == ([], None) and node.source.name != "?":
        return _entry_of_variable(node.source.name, name, scope)
    source = code_of(node.source, scope)

    def step(env: Env) -> Any:
        value = source(env)
        if type(value) is dict and name in value:
            return value[name]
        return entry(value, name, env)

    return step


def _entry_of_variable(source: str, name: str, scope: Scope) -> Code:
    """``customer.name``: reads the one entry without looking at the rest of the context."""
    scope.unit.free_names.add(source)
    read = variable(source)

    def step(env: Env) -> Any:
        value = env[VARIABLES].get(source)
        if type(value) is dict and name in value:
            found = value[name]
            return found if type(found) in SCALARS else adopt(found)
        return entry(read(env), name, env)

    return step


def entry(value: Any, name: str, env: Env) -> Any:
    """The entry of a context, the property of a temporal value or range, or the same of every item of a list."""
    if type(value) is dict:
        return value[name] if name in value else env[RUN].null(f"The context has no entry {name!r}")
    if type(value) is list:
        env[RUN].spend(len(value))
        return [entry(item, name, env) for item in value]
    env[RUN].spend(4)
    found = property_of(value, name)
    return env[RUN].null(f"A {kind(value)} has no property {name!r}") if found is MISSING else found


@compiles(Filter)
def filtered(node: Filter, scope: Scope) -> Code:
    source = code_of(node.source, scope)
    if isinstance(node.predicate, Literal) and type(node.predicate.value) is int:
        return _element(source, node.predicate.value)
    inner, slot = scope.filtering()
    nodes = scope.unit.nodes
    predicate = code_of(node.predicate, inner)
    cost = cost_of(scope.unit.nodes - nodes)

    def select(env: Env) -> Any:
        value = source(env)
        run = env[RUN]
        items = value if type(value) is list else [] if value is None else [value]
        chosen: list[Any] = []
        before = env[slot]
        run.spend(BEGINNING + len(items) * cost)
        if not items and type(position := predicate(env)) in NUMERIC:
            return element(items, position, env)
        # An index does not depend on the item, so it shows at the first of them.
        for item in items:
            env[slot] = item
            verdict = predicate(env)
            if verdict is True:
                chosen.append(item)
            elif type(verdict) in NUMERIC:
                env[slot] = before
                return element(items, verdict, env)
        env[slot] = before
        return chosen

    return select


def _element(source: Code, index: int) -> Code:
    def pick(env: Env) -> Any:
        value = source(env)
        return element(value if type(value) is list else [] if value is None else [value], index, env)

    return pick


def element(items: list[Any], position: Any, env: Env) -> Any:
    """The item at a position from 1, or from -1 counted back from the end."""
    index = whole(position)
    if index is not None and 1 <= index <= len(items):
        return items[index - 1]
    if index is not None and -len(items) <= index <= -1:
        return items[index]
    return env[RUN].null(f"The list of {len(items)} has no item at index {number_text(position)[:40]}")
