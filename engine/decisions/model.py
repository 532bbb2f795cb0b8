"""A decision model, ready to decide: immutable once it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.decisions.elements import BusinessKnowledge, Decision, DecisionService, InputData
from engine.decisions.errors import Problem
from engine.decisions.evaluation import Session
from engine.decisions.trace import FiredRule, Trace
from engine.feel import FeelError
from engine.feel.values.types import FeelType


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """A value and how it came about."""

    value: Any
    rules: tuple[FiredRule, ...]  # those that fired, of required decisions too, in order
    warnings: tuple[str, ...]
    inputs: dict[str, Any]  # the input data that were looked at


@dataclass(frozen=True, slots=True, eq=False)
class DecisionModel:
    id: str
    name: str
    namespace: str
    decisions: dict[str, Decision] = field(default_factory=dict)  # by id, or by name where there is no id
    inputs: dict[str, InputData] = field(default_factory=dict)
    knowledge: dict[str, BusinessKnowledge] = field(default_factory=dict)
    services: dict[str, DecisionService] = field(default_factory=dict)
    types: dict[str, FeelType] = field(default_factory=dict)
    # Each with the name that the import gives it; several may have none.
    imports: tuple[tuple[str, DecisionModel], ...] = ()
    # What can only yield null, found while reading.
    warnings: list[Problem] = field(default_factory=list)

    def decide(
        self,
        decision_id: str,
        variables: Mapping[str, Any],
        now: datetime,
        *,
        overrides: Mapping[str, Any] | None = None,
        imported: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> DecisionResult:
        """The value of a decision, given the input data by name.

        ``overrides`` replace the results of decisions by name; ``imported`` are input data of imported models, by
        namespace (they may also stand in ``variables``, in a context with the import's name).
        Raises KeyError for an unknown decision and FeelError where an expression passes its bounds.
        """
        session = self._session(variables, now, overrides, imported)
        decision = self.decisions[decision_id]
        return _result(session, lambda: session.decision(decision))

    def decide_by_service(
        self,
        service_id: str,
        variables: Mapping[str, Any],
        now: datetime,
        *,
        overrides: Mapping[str, Any] | None = None,
        imported: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> DecisionResult:
        """The value of a decision service: that of its output decision, or a context of several.

        Its input decisions are parameters: one that ``overrides`` does not give is null.
        """
        service = self.services[service_id]
        parameters = {part.name: None for part in service.inputs if isinstance(part, Decision)}
        session = self._session(variables, now, {**parameters, **(overrides or {})}, imported)
        return _result(session, lambda: session.service(service))

    def _session(
        self,
        variables: Mapping[str, Any],
        now: datetime,
        overrides: Mapping[str, Any] | None,
        imported: Mapping[str, Mapping[str, Any]] | None,
    ) -> Session:
        given = {self.namespace: variables}
        if self.imports:
            self._give(given, variables)
            given.update(imported or {})
        return Session(Trace(now), given, variables, overrides or {})

    def _give(self, given: dict[str, Mapping[str, Any]], variables: Mapping[str, Any]) -> None:
        """The inputs of imported models, however deep, from the contexts that bear the imports' names."""
        for name, model in self.imports:
            inner = variables.get(name)
            if isinstance(inner, Mapping):
                given[model.namespace] = inner
                model._give(given, inner)


def _result(session: Session, evaluate: Any) -> DecisionResult:
    try:
        value = evaluate()
    except RecursionError:
        raise FeelError("The decision goes too deep; is there an end to its recursion?") from None
    trace = session.trace
    return DecisionResult(value, tuple(trace.rules), tuple(trace.warnings), session.seen)
