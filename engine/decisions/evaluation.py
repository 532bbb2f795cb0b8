"""Evaluating decisions: each once, with what it requires and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.decisions.elements import Decision, DecisionService, InputData, Requirement
from engine.decisions.trace import Trace
from engine.feel.errors import FeelError
from engine.feel.run import MAX_CALL_DEPTH, Run
from engine.feel.values.adopt import SCALARS, adopt
from engine.feel.values.arithmetic import kind
from engine.feel.values.functions import Function, counted
from engine.feel.values.types import MISMATCH


class Visible(dict[str, Any]):
    """What a decision sees: what it requires, and variables that the model does not speak of.

    Many models in use have no input data at all and read the caller's variables directly.
    """

    __slots__ = ("_hidden", "_outer")

    def __init__(self, outer: Mapping[str, Any], hidden: frozenset[str]) -> None:
        super().__init__()
        self._outer = outer
        self._hidden = hidden

    def __missing__(self, name: str) -> Any:
        if name in self._hidden:
            raise KeyError(name)
        return self._outer[name]


class Session:
    """One call from outside, or of a decision service: its inputs, and the decisions already made."""

    __slots__ = ("_done", "_given", "_inputs", "_open", "_overrides", "_variables", "trace")

    def __init__(
        self,
        trace: Trace,
        given: Mapping[str, Mapping[str, Any]],
        variables: Mapping[str, Any],
        overrides: Mapping[str, Any],
    ) -> None:
        self.trace = trace
        self._given = given  # input data by the namespace of their model
        self._variables = variables
        self._overrides = overrides
        self._done: dict[Decision, Any] = {}
        self._inputs: dict[InputData, Any] = {}
        self._open: set[Decision] = set()

    def decision(self, decision: Decision) -> Any:
        """The value of a decision. Raises FeelError when it requires itself."""
        if decision in self._done:
            return self._done[decision]
        if decision.name in self._overrides:
            value = self._fitted(adopt(self._overrides[decision.name]), decision)
        else:
            if decision in self._open:
                raise FeelError(f"The decision {decision.name!r} requires itself.")
            self._open.add(decision)
            value = self._evaluate(decision)
            self._open.discard(decision)
        self._done[decision] = value
        return value

    def _evaluate(self, decision: Decision) -> Any:
        visible = Visible(self._variables, decision.hidden)
        for requirement in decision.requirements:
            value = self._required(requirement)
            if requirement.prefix is None:
                visible[requirement.name] = value
            else:
                visible.setdefault(requirement.prefix, {})[requirement.name] = value
        env: list[Any] = [None] * decision.slots
        env[0], env[1] = visible, self.trace
        return self._fitted(decision.code(env), decision)

    def _required(self, requirement: Requirement) -> Any:
        element = requirement.element
        if type(element) is InputData:
            return self._inputs[element] if element in self._inputs else self._input(element)
        if type(element) is Decision:
            return self.decision(element)
        return element.function  # type: ignore[union-attr]

    def _input(self, data: InputData) -> Any:
        given = self._given.get(data.namespace, self._variables)
        value = given.get(data.name)
        if type(value) not in SCALARS:
            value = adopt(value)
        found = data.fit(value)
        if found is MISMATCH:
            found = self._fitted(value, data)
        self._inputs[data] = found
        return found

    @property
    def seen(self) -> dict[str, Any]:
        """The input data that were looked at, by name."""
        return {data.name: value for data, value in self._inputs.items()}

    def _fitted(self, value: Any, element: InputData | Decision | DecisionService) -> Any:
        found = element.fit(value)  # null and values of the right class come back as they are
        if found is MISMATCH:
            return self.trace.null(f"{element.name!r} has to be a {element.type}, not this {kind(value)}")
        return found

    def service(self, service: DecisionService) -> Any:
        values = [self.decision(output) for output in service.outputs]
        if len(values) == 1:
            return self._fitted(values[0], service)
        context = {output.name: value for output, value in zip(service.outputs, values, strict=True)}
        return self._fitted(context, service)


class ServiceFunction(Function):
    """A decision service as a function of its input data and input decisions (DMN 1.5, 10.4)."""

    __slots__ = ("_service",)

    def __init__(self, service: DecisionService) -> None:
        super().__init__(service.name, ())  # the parameters are known when the whole file is read
        self._service = service

    def call(self, arguments: Sequence[Any], run: Run) -> Any:
        parts = self._service.inputs
        if len(arguments) != len(parts):
            return run.null(f"The service {self.name!r} takes {counted(len(parts))}, not {len(arguments)}")
        inputs: dict[str, Any] = {}
        decisions: dict[str, Any] = {}
        for part, argument in zip(parts, arguments, strict=True):
            if part.fit(argument) is MISMATCH:
                return run.null(f"{part.name!r} has to be a {part.type}, not this {kind(argument)}")
            (inputs if isinstance(part, InputData) else decisions)[part.name] = argument
        run.spend()
        run.depth += 1
        if run.depth > MAX_CALL_DEPTH:
            raise FeelError(f"Functions call one another more than {MAX_CALL_DEPTH} deep; is there an end to it?")
        trace = run if isinstance(run, Trace) else Trace(run.now)
        try:
            return Session(trace, {}, inputs, decisions).service(self._service)
        finally:
            run.depth -= 1
