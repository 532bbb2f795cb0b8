"""Values that stand in an expression as they are."""

from __future__ import annotations

from typing import Any

from engine.feel.syntax import Literal, Node, TemporalLiteral
from engine.feel.values.temporal_text import parse_temporal


def constant(node: Node) -> Any:
    """What a literal means, also one with ``@``; None for any other expression."""
    match node:
        case Literal(value=value):
            return value
        case TemporalLiteral(text=text):
            return parse_temporal(text)
        case _:
            return None
