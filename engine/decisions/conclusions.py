"""What a decision table makes of the rules that fit: output values by hit policy, default, aggregation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.decisions.hit_policies import POLICIES, Hit, aggregated
from engine.decisions.nodes import DecisionTable, Output, Rule
from engine.decisions.trace import Trace
from engine.feel.compiler import Code, Env, Scope, cell_test, code_of
from engine.feel.compiler.dispatch import RUN
from engine.feel.constants import constant


@dataclass(frozen=True, slots=True)
class FittingRule:
    id: str
    outputs: tuple[Code, ...]
    annotations: tuple[str, ...]

    @classmethod
    def of(cls, rule: Rule, scope: Scope) -> FittingRule:
        return cls(rule.id, tuple(code_of(cell, scope) for cell in rule.outputs), rule.annotations)


class Conclusions:
    """The right-hand side of one table, compiled."""

    __slots__ = ("_aggregation", "_checks", "_columns", "_defaults", "_policy", "_ranks", "_simple", "_table")

    def __init__(self, node: DecisionTable, scope: Scope) -> None:
        self._table = node.id
        self._policy = POLICIES[node.hit_policy]
        self._aggregation = node.aggregation
        self._columns = node.outputs
        self._checks = [None if column.allowed is None else cell_test(column.allowed, scope) for column in node.outputs]
        self._defaults = [None if column.default is None else code_of(column.default, scope) for column in node.outputs]
        self._simple = not self._policy.many and not any(self._checks)
        self._ranks = [_ranking(column) for column in node.outputs]

    def conclude(self, rules: list[FittingRule], env: Env) -> Any:
        """The value of the table; null with a warning where the hit policy is violated."""
        if not rules:
            return self._default(env)
        if self._simple and len(rules) == 1:
            return self._only(rules[0], env)
        hits = [Hit(rule, self._outputs(rule, env)) for rule in rules]
        chosen = self._policy.choose(hits, self._ranks, env)
        if chosen is None:
            names = ", ".join(hit.rule.id for hit in hits)
            return env[RUN].null(f"The rules {names} of the table {self._table} fit, against its hit policy")
        trace = env[RUN]
        if isinstance(trace, Trace):
            trace.rules.extend((self._table, hit.rule.id, hit.rule.annotations) for hit in chosen)
        values = [self._boxed(hit.outputs) for hit in chosen]
        if self._aggregation is not None:
            return aggregated(self._aggregation, values, env)
        return values if self._policy.many else values[0]

    def _only(self, rule: FittingRule, env: Env) -> Any:
        """The value of the one rule that fits, where nothing is collected or checked: most evaluations by far."""
        trace = env[RUN]
        if type(trace) is Trace:
            trace.rules.append((self._table, rule.id, rule.annotations))
        if len(rule.outputs) == 1:
            return rule.outputs[0](env)
        return self._boxed(tuple(cell(env) for cell in rule.outputs))

    def _outputs(self, rule: FittingRule, env: Env) -> tuple[Any, ...]:
        values = []
        for check, cell in zip(self._checks, rule.outputs, strict=True):
            value = cell(env)
            if check is not None and value is not None and check(value, env) is not True:
                value = env[RUN].null(f"Rule {rule.id} gives a value that the table {self._table} does not allow")
            values.append(value)
        return tuple(values)

    def _boxed(self, values: tuple[Any, ...]) -> Any:
        if len(values) == 1:
            return values[0]
        return {column.name: value for column, value in zip(self._columns, values, strict=True)}

    def _default(self, env: Env) -> Any:
        """No rule fits: the default outputs, else an empty list where a list is due, else null."""
        if any(code is not None for code in self._defaults):
            value = self._boxed(tuple(None if code is None else code(env) for code in self._defaults))
            return [value] if self._policy.many and self._aggregation is None and type(value) is not list else value
        if self._policy.many:
            return aggregated(self._aggregation, [], env) if self._aggregation else []
        return None


def _ranking(column: Output) -> list[Any]:
    """The allowed output values, the most important first; those of the column's type where it lists none itself."""
    tests = () if column.allowed is None else column.allowed.tests
    return [value for value in map(constant, tests or column.ranked) if value is not None]
