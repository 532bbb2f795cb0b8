"""Decision tables: which rules fit the inputs (DMN 1.5, 8)."""

from __future__ import annotations

from typing import Any

from engine.decisions.conclusions import Conclusions, FittingRule
from engine.decisions.nodes import DecisionTable
from engine.feel.compiler import Code, Env, Scope, Test, cell_test, code_of
from engine.feel.compiler.dispatch import RUN, compiles


@compiles(DecisionTable)
def decision_table(node: DecisionTable, scope: Scope) -> Code:
    inputs = tuple(code_of(column.expression, scope) for column in node.inputs)
    allowed = tuple(
        (index, cell_test(column.allowed, scope), column.label)
        for index, column in enumerate(node.inputs)
        if column.allowed is not None and column.allowed.tests
    )
    rules = tuple((_tests(rule.tests, scope), FittingRule.of(rule, scope)) for rule in node.rules)
    conclude = Conclusions(node, scope).conclude
    only_first = node.hit_policy == "FIRST"

    def run(env: Env) -> Any:
        values = [column(env) for column in inputs]
        for index, test, name in allowed:
            if values[index] is not None and test(values[index], env) is not True:
                return env[RUN].null(f"The input {name} of the table {node.id} has a value that is not allowed")
        fitting: list[FittingRule] = []
        for tests, rule in rules:
            for index, test in tests:
                if test(values[index], env) is not True:
                    break
            else:
                fitting.append(rule)
                if only_first:
                    break
        return conclude(fitting, env)

    return run


def _tests(cells: tuple[Any, ...], scope: Scope) -> tuple[tuple[int, Test], ...]:
    """The tests of a rule with their columns; cells that everything passes are left out."""
    return tuple((index, cell_test(cell, scope)) for index, cell in enumerate(cells) if cell.tests)
