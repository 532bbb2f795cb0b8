"""Function definitions and calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.feel.builtins.registry import BUILTINS, CALL
from engine.feel.compiler.dispatch import RUN, Code, Env, code_of, compiles
from engine.feel.compiler.names import variable
from engine.feel.compiler.result_types import result_type
from engine.feel.compiler.scope import Scope
from engine.feel.errors import FeelError
from engine.feel.run import MAX_CALL_DEPTH, Run, cost_of
from engine.feel.syntax import Call, FunctionLiteral, Name, Node
from engine.feel.values.arithmetic import kind
from engine.feel.values.functions import Function, counted
from engine.feel.values.types import MISMATCH, FeelType, FunctionType, coercer, items_checked


@dataclass(frozen=True, slots=True)
class Definition:
    """What all functions have in common that one definition makes."""

    parameters: tuple[str, ...]
    types: tuple[FeelType, ...]
    slots: tuple[int, ...]
    body: Code
    cost: int
    fits: tuple[Callable[[Any], Any], ...]
    type: FunctionType


def definition(parameters: tuple[str, ...], types: tuple[FeelType, ...], body: Node, scope: Scope) -> Definition:
    """A function definition, compiled in the scope around it."""
    before = scope.unit.nodes
    inner, slots = scope.bind(*parameters)
    code = code_of(body, inner)
    return Definition(
        parameters,
        types,
        slots,
        code,
        CALL + cost_of(scope.unit.nodes - before),
        tuple(map(coercer, types)),
        FunctionType("function", types, result_type(body)),
    )


class UserFunction(Function):
    """A function defined in FEEL, with what it saw where it was defined."""

    __slots__ = ("_captured", "_definition")

    def __init__(self, definition: Definition, captured: Env) -> None:
        super().__init__("The function", definition.parameters)
        self.type = definition.type
        self._definition = definition
        self._captured = captured

    def remember(self, slot: int, value: Any) -> None:
        self._captured[slot] = value

    def call(self, arguments: Sequence[Any], run: Run) -> Any:
        mine = self._definition
        if len(arguments) != len(mine.parameters):
            return run.null(f"The function takes {counted(len(mine.parameters))}, not {len(arguments)}")
        env = self._captured.copy()
        env[RUN] = run
        for index, (slot, fit, argument) in enumerate(zip(mine.slots, mine.fits, arguments, strict=True)):
            if type(argument) is list or type(argument) is dict:
                run.spend(items_checked(argument, mine.types[index]))
            value = fit(argument)
            if value is MISMATCH:
                return run.null(
                    f"The parameter {mine.parameters[index]!r} takes a {mine.types[index]}, not a {kind(argument)}"
                )
            env[slot] = value
        run.spend(mine.cost)
        run.depth += 1
        if run.depth > MAX_CALL_DEPTH:
            raise FeelError(f"Functions call one another more than {MAX_CALL_DEPTH} deep; is there an end to it?")
        try:
            return mine.body(env)
        finally:
            run.depth -= 1


@compiles(FunctionLiteral)
def function_literal(node: FunctionLiteral, scope: Scope) -> Code:
    if node.external:
        return lambda env: env[RUN].null("External functions are refused: decisions cannot run code")
    names = tuple(name for name, _ in node.parameters)
    types = tuple(scope.parameter_type(wanted) for _, wanted in node.parameters)
    made = definition(names, types, node.body, scope)
    return lambda env: UserFunction(made, env.copy())


@compiles(Call)
def call(node: Call, scope: Scope) -> Code:
    arguments = tuple(code_of(argument, scope) for argument in node.arguments)
    function = _callee(node, scope)
    if node.names is None:
        return _positional(function, arguments)
    names = node.names

    def run_named(env: Env) -> Any:
        target = function(env)
        given = {name: argument(env) for name, argument in zip(names, arguments, strict=True)}
        if not isinstance(target, Function):
            return env[RUN].null(f"A {kind(target)} cannot be called")
        if len(given) < len(names):
            return env[RUN].null("A parameter is given twice")
        return target.call_named(given, env[RUN])

    return run_named


def _positional(function: Code, arguments: tuple[Code, ...]) -> Code:
    def run(env: Env) -> Any:
        target = function(env)
        if isinstance(target, Function):
            return target.call([argument(env) for argument in arguments], env[RUN])
        if type(target) is list and len(target) == 1 and isinstance(target[0], Function):
            return target[0].call([argument(env) for argument in arguments], env[RUN])
        return env[RUN].null(f"A {kind(target)} cannot be called")

    return run


def _callee(node: Call, scope: Scope) -> Code:
    """What is called: a built-in by its name, even if some variable that is no function has the same name."""
    if isinstance(node.function, Name) and scope.find(node.function.name) == ([], None):
        name = node.function.name
        builtin = BUILTINS.get(name)
        if builtin is not None:
            if name not in scope.unit.declared:
                return lambda env: builtin
            scope.unit.free_names.add(name)
            read = variable(name)

            def declared_or_builtin(env: Env) -> Any:
                value = read(env)
                return value if isinstance(value, Function) else builtin

            return declared_or_builtin
    return code_of(node.function, scope)
