"""DMN: decision models that are read once and decide often."""

from __future__ import annotations

from engine.decisions import table, table_reader  # noqa: F401  (they register decision tables)
from engine.decisions.elements import BusinessKnowledge, Decision, DecisionService, InputData
from engine.decisions.errors import DmnError
from engine.decisions.model import DecisionModel, DecisionResult
from engine.decisions.reader import read_dmn

__all__ = [
    "BusinessKnowledge",
    "Decision",
    "DecisionModel",
    "DecisionResult",
    "DecisionService",
    "DmnError",
    "InputData",
    "read_dmn",
]
