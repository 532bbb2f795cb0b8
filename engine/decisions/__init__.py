"""DMN: decision models that are read once and decide often."""

from __future__ import annotations

from engine.decisions import table, table_reader  # noqa: F401  (they register decision tables)
from engine.decisions.elements import BusinessKnowledge, Decision, DecisionService, InputData
from engine.decisions.errors import DmnError, Problem
from engine.decisions.model import DecisionModel, DecisionResult
from engine.decisions.phrases import PHRASES
from engine.decisions.reader import read_dmn
from engine.decisions.xml import Head, read_head

__all__ = [
    "PHRASES",
    "BusinessKnowledge",
    "Decision",
    "DecisionModel",
    "DecisionResult",
    "DecisionService",
    "DmnError",
    "Head",
    "InputData",
    "Problem",
    "read_dmn",
    "read_head",
]
