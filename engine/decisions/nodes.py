"""What boxed expressions need beyond the syntax of FEEL: every other box is read as the FEEL that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.feel.compiler.dispatch import RUN, Code, Env, code_of, compiles
from engine.feel.compiler.functions import UserFunction, definition
from engine.feel.compiler.scope import Scope
from engine.feel.run import cost_of
from engine.feel.syntax import FunctionLiteral, Node, UnaryTests
from engine.feel.values.arithmetic import kind
from engine.feel.values.types import ANY, MISMATCH, FeelType, coercer, items_checked, plain_classes


@dataclass(frozen=True, slots=True)
class Broken(Node):
    """An expression that could not be read; where that is tolerated, it is null."""

    reason: str


@dataclass(frozen=True, slots=True)
class Typed(Node):
    """A value that has to be of a type, by ``typeRef``."""

    inner: Node
    type: FeelType
    owner: str


@dataclass(frozen=True, slots=True)
class BoxedContext(Node):
    """A context whose last cell may be the value of the whole."""

    entries: tuple[tuple[str, Node], ...]
    result: Node | None


@dataclass(frozen=True, slots=True)
class BoxedConditional(Node):
    """As ``if``, but a condition that is neither boolean nor null makes the whole null."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class BoxedFilter(Node):
    """As a filter in brackets, but its condition is never an index."""

    source: Node
    match: Node


@dataclass(frozen=True, slots=True)
class TypedFunction(Node):
    """A function definition whose parameter types are resolved."""

    parameters: tuple[str, ...]
    types: tuple[FeelType, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Input(Node):
    expression: Node
    label: str
    allowed: UnaryTests | None = None


@dataclass(frozen=True, slots=True)
class Output(Node):
    name: str | None
    allowed: UnaryTests | None = None
    default: Node | None = None
    ranked: tuple[Node, ...] = ()  # the values that its type allows, the most important first


@dataclass(frozen=True, slots=True)
class Rule(Node):
    id: str
    tests: tuple[UnaryTests, ...]
    outputs: tuple[Node, ...]
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable(Node):
    id: str
    hit_policy: str
    aggregation: str | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


def with_result_type(node: Node, wanted: FeelType, owner: str) -> Node:
    """A function definition whose result has to be of a type."""
    if isinstance(node, TypedFunction) and wanted is not ANY:
        return TypedFunction(node.at, node.parameters, node.types, Typed(0, node.body, wanted, owner))
    return node


@compiles(Broken)
def broken(node: Broken, _scope: Scope) -> Code:
    reason = node.reason
    return lambda env: env[RUN].null(reason)


@compiles(Typed)
def typed(node: Typed, scope: Scope) -> Code:
    inner, owner, wanted, fit = code_of(node.inner, scope), node.owner, node.type, coercer(node.type)
    classes = plain_classes(wanted)

    def run(env: Env) -> Any:
        value = inner(env)
        if type(value) in classes:
            return value
        env[RUN].spend(items_checked(value, wanted))
        found = fit(value)
        if found is MISMATCH:
            return env[RUN].null(f"{owner} has to be a {wanted}, not this {kind(value)}")
        return found

    return run


@compiles(BoxedConditional)
def boxed_conditional(node: BoxedConditional, scope: Scope) -> Code:
    condition = code_of(node.condition, scope)
    then, otherwise = code_of(node.then, scope), code_of(node.otherwise, scope)

    def run(env: Env) -> Any:
        verdict = condition(env)
        if verdict is not None and type(verdict) is not bool:
            return env[RUN].null(f"The condition gives a {kind(verdict)}, not a boolean")
        return then(env) if verdict is True else otherwise(env)

    return run


@compiles(BoxedFilter)
def boxed_filter(node: BoxedFilter, scope: Scope) -> Code:
    source = code_of(node.source, scope)
    inner, slot = scope.filtering()
    before = scope.unit.nodes
    match = code_of(node.match, inner)
    cost = cost_of(scope.unit.nodes - before)

    def run(env: Env) -> Any:
        value = source(env)
        items = value if type(value) is list else [] if value is None else [value]
        env[RUN].spend(len(items) * cost)
        chosen: list[Any] = []
        for item in items:
            env[slot] = item
            verdict = match(env)
            if verdict is True:
                chosen.append(item)
            elif verdict is not None and type(verdict) is not bool:
                return env[RUN].null(f"The match of the filter gives a {kind(verdict)}, not a boolean")
        return chosen

    return run


@compiles(TypedFunction)
def typed_function(node: TypedFunction, scope: Scope) -> Code:
    made = definition(node.parameters, node.types, node.body, scope)
    return lambda env: UserFunction(made, env.copy())


@compiles(BoxedContext)
def boxed_context(node: BoxedContext, scope: Scope) -> Code:
    entries: list[tuple[str, int, Code]] = []
    for key, value in node.entries:
        inner, (slot,) = scope.bind(key)
        code = code_of(value, inner if isinstance(value, TypedFunction | FunctionLiteral) else scope)
        scope = inner
        entries.append((key, slot, code))
    result = None if node.result is None else code_of(node.result, scope)

    def run(env: Env) -> Any:
        context: dict[str, Any] = {}
        for key, slot, code in entries:
            value = code(env)
            env[slot] = context[key] = value
            if type(value) is UserFunction:  # so that it can call itself
                value.remember(slot, value)
        return context if result is None else result(env)

    return run
