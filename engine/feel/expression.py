"""Compiled expressions: the way into the language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from engine.feel.builtins import BUILTINS
from engine.feel.compiler import Code, Env, Scope, Unit, code_of
from engine.feel.errors import FeelError, FeelSyntaxError
from engine.feel.parser import parse_expression, parse_unary_tests
from engine.feel.run import MAX_STEPS, Run
from engine.feel.syntax import Node
from engine.feel.values.types import FeelType

_CONTAINERS = frozenset((list, dict))


class Evaluation(NamedTuple):
    """A value, and why some of it may be null."""

    value: Any
    warnings: tuple[str, ...]


class Expression:
    """An expression that is compiled once and evaluated often. Equal texts make equal expressions."""

    __slots__ = ("_blank", "_code", "names", "text", "tree")

    def __init__(self, text: str, tree: Node, code: Code, slots: int, names: frozenset[str]) -> None:
        self.text = text
        self.tree = tree
        self.names = names  # the variables that it reads from outside
        self._code = code
        self._blank: Env = [None] * slots

    def evaluate(self, variables: Mapping[str, Any], now: datetime) -> Any:
        """The value. What makes no sense is null; only a bound that is passed raises FeelError."""
        return self._run(variables, Run(now))

    def explain(self, variables: Mapping[str, Any], now: datetime) -> Evaluation:
        """The value with the warnings that came up on the way."""
        run = Run(now)
        return Evaluation(self._run(variables, run), tuple(run.warnings))

    def _run(self, variables: Mapping[str, Any], run: Run) -> Any:
        env = self._blank.copy()
        env[0], env[1] = variables, run
        if "?" in variables:
            env[2] = variables["?"]
        try:
            value = self._code(env)
            if type(value) in _CONTAINERS:
                _measure(value, MAX_STEPS)
        except RecursionError:
            raise FeelError("The expression goes too deep; is there an end to its recursion?") from None
        return value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and (self.text, self.tree) == (other.text, other.tree)

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"<Expression {self.text!r}>"


def _measure(value: Any, left: int) -> int:
    """Refuses results that are small only because their parts are shared. Returns what is left of the allowance."""
    if left < 0:
        raise FeelError(f"The result has more than {MAX_STEPS} parts.")
    for part in value.values() if type(value) is dict else value:
        left = _measure(part, left - 1) if type(part) in _CONTAINERS else left - 1
    return left


def compile_expression(text: str, names: Iterable[str] = (), types: Mapping[str, FeelType] | None = None) -> Expression:
    """The expression that ``text`` (without a leading ``=``) means.

    ``names`` are variables whose names hold spaces or signs that could be operators; others need not be listed.
    ``types`` are the named types that ``instance of`` and parameters may mention. Raises FeelSyntaxError.
    """
    return _cached_expression(text, frozenset(names)) if types is None else _expression(text, frozenset(names), types)


def compile_unary_tests(
    text: str, names: Iterable[str] = (), types: Mapping[str, FeelType] | None = None
) -> Expression:
    """A cell of a decision table as an expression: its value says whether the variable ``?`` passes the tests."""
    return _cached_tests(text, frozenset(names)) if types is None else _tests(text, frozenset(names), types)


@lru_cache(maxsize=4096)
def _cached_expression(text: str, names: frozenset[str]) -> Expression:
    return _expression(text, names, {})


@lru_cache(maxsize=4096)
def _cached_tests(text: str, names: frozenset[str]) -> Expression:
    return _tests(text, names, {})


def _expression(text: str, names: frozenset[str], types: Mapping[str, FeelType]) -> Expression:
    return _compiled(text, parse_expression(text, (*BUILTINS, *names), types), names, types)


def _tests(text: str, names: frozenset[str], types: Mapping[str, FeelType]) -> Expression:
    return _compiled(text, parse_unary_tests(text, (*BUILTINS, *names), types), names, types)


def _compiled(text: str, tree: Node, names: frozenset[str], types: Mapping[str, FeelType]) -> Expression:
    unit = Unit(text, types, declared=names)
    try:
        code = code_of(tree, Scope(unit))
    except RecursionError:
        raise FeelSyntaxError("The expression is nested too deeply.", text, 0) from None
    return Expression(text, tree, code, unit.slots, frozenset(unit.free_names))
