"""Decision tables: rules compiled to closures, and which of them fired (DMN 1.5, 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.decisions.hit_policies import POLICIES, Hit, aggregated
from engine.decisions.nodes import DecisionTable, Output, fitted
from engine.decisions.trace import Trace
from engine.feel.compiler import Code, Env, Scope, Test, cell_test, code_of
from engine.feel.compiler.dispatch import RUN, compiles
from engine.feel.syntax import Literal
from engine.feel.values.types import ANY


@dataclass(frozen=True, slots=True)
class CompiledRule:
    id: str
    # The tests of those columns only that test something.
    tests: tuple[tuple[int, Test], ...]
    outputs: tuple[Code, ...]
    annotations: tuple[str, ...]


@compiles(DecisionTable)
def decision_table(node: DecisionTable, scope: Scope) -> Code:
    inputs = tuple(code_of(column.expression, scope) for column in node.inputs)
    allowed = [
        (index, cell_test(column.allowed, scope), column.label)
        for index, column in enumerate(node.inputs)
        if column.allowed is not None and column.allowed.tests
    ]
    rules = tuple(
        CompiledRule(
            rule.id,
            tuple((index, cell_test(test, scope)) for index, test in enumerate(rule.tests) if test.tests),
            tuple(code_of(cell, scope) for cell in rule.outputs),
            rule.annotations,
        )
        for rule in node.rules
    )
    result = _result(node, scope)
    only_first = node.hit_policy == "FIRST"

    def run(env: Env) -> Any:
        values = [column(env) for column in inputs]
        for index, test, name in allowed:
            if values[index] is not None and test(values[index], env) is not True:
                return env[RUN].null(f"The input {name} of the table {node.id} has a value that is not allowed")
        hits: list[CompiledRule] = []
        for rule in rules:
            for index, test in rule.tests:
                if test(values[index], env) is not True:
                    break
            else:
                hits.append(rule)
                if only_first:
                    break
        return result(hits, env)

    return run


def _result(node: DecisionTable, scope: Scope) -> Any:
    policy = POLICIES[node.hit_policy]
    columns = node.outputs
    priorities = [_priorities(column, scope) for column in columns]
    checks = [None if column.allowed is None else cell_test(column.allowed, scope) for column in columns]
    defaults = [None if column.default is None else code_of(column.default, scope) for column in columns]
    many = policy.many

    def outputs_of(rule: CompiledRule, env: Env) -> tuple[Any, ...]:
        values = []
        for column, check, cell in zip(columns, checks, rule.outputs, strict=True):
            value = cell(env)
            if column.type is not ANY:
                value = fitted(value, column.type, f"The output of rule {rule.id}", env)
            if check is not None and value is not None and check(value, env) is not True:
                value = env[RUN].null(f"Rule {rule.id} gives a value that the table {node.id} does not allow")
            values.append(value)
        return tuple(values)

    def boxed(values: tuple[Any, ...]) -> Any:
        if len(columns) == 1:
            return values[0]
        return {column.name: value for column, value in zip(columns, values, strict=True)}

    def default(env: Env) -> Any:
        if all(code is None for code in defaults):
            return [] if many and node.aggregation is None else 0 if node.aggregation == "COUNT" else None
        value = boxed(tuple(None if code is None else code(env) for code in defaults))
        return [value] if many and node.aggregation is None and type(value) is not list else value

    def run(matched: list[CompiledRule], env: Env) -> Any:
        hits = [Hit(rule, outputs_of(rule, env)) for rule in matched]
        chosen = policy.choose(hits, [rank(env) for rank in priorities] if policy.by_priority else [], env)
        if chosen is None:
            return env[RUN].null(f"More than one rule of the table {node.id} fits, against its hit policy")
        trace = env[RUN]
        if isinstance(trace, Trace):
            trace.rules.extend((node.id, hit.rule.id, hit.rule.annotations) for hit in chosen)
        if not hits:
            return default(env)
        values = [boxed(hit.outputs) for hit in chosen]
        if node.aggregation is not None:
            return aggregated(node.aggregation, values, env)
        return values if many else values[0]

    return run


def _priorities(column: Output, scope: Scope) -> Any:
    """The allowed output values in order, the first being the most important."""
    if column.allowed is None:
        return lambda env: []
    codes = [code_of(test, scope) for test in column.allowed.tests if isinstance(test, Literal)]
    return lambda env: [code(env) for code in codes]
