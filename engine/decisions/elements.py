"""The elements of a decision requirements graph (DMN 1.5, 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engine.decisions.knowledge import KnowledgeFunction
from engine.feel.compiler import Code
from engine.feel.values.functions import Function
from engine.feel.values.types import FeelType


@dataclass(frozen=True, slots=True, eq=False)
class InputData:
    id: str
    name: str
    namespace: str
    type: FeelType
    fit: Callable[[Any], Any]


@dataclass(frozen=True, slots=True, eq=False)
class BusinessKnowledge:
    id: str
    name: str
    function: KnowledgeFunction


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """What a decision needs, and under which name it sees it; ``prefix`` is the name of the import it comes by."""

    element: InputData | Decision | BusinessKnowledge | DecisionService
    name: str
    prefix: str | None = None


@dataclass(slots=True, eq=False)
class Decision:
    id: str
    name: str
    type: FeelType
    fit: Callable[[Any], Any]
    # The rest is filled in while the model is read, as decisions refer to one another in any order.
    requirements: tuple[Requirement, ...] = ()
    code: Code = field(default=lambda _env: None)
    slots: int = 3
    hidden: frozenset[str] = frozenset()  # names of the model that only a requirement makes visible


@dataclass(slots=True, eq=False)
class DecisionService:
    id: str
    name: str
    type: FeelType
    fit: Callable[[Any], Any]
    inputs: tuple[InputData | Decision, ...] = ()
    outputs: tuple[Decision, ...] = ()
    function: Function = field(default_factory=lambda: Function("decision service", ()))


Element = InputData | Decision | BusinessKnowledge | DecisionService
