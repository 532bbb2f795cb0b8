"""The type of an expression's value, as far as its form alone tells."""

from __future__ import annotations

from engine.feel.constants import constant
from engine.feel.syntax import (
    Between,
    Comparison,
    Conditional,
    Conjunction,
    Disjunction,
    In,
    InstanceOf,
    ListLiteral,
    Literal,
    Node,
    Quantified,
    TemporalLiteral,
)
from engine.feel.values.types import ANY_LIST, BOOLEAN, NULL, FeelType, scalar_type


def result_type(node: Node) -> FeelType | None:
    """The type; None where it depends on values that come only later. Null is possible in any case."""
    match node:
        case Literal() | TemporalLiteral():
            return scalar_type(constant(node))
        case Comparison() | Conjunction() | Disjunction() | Between() | In() | InstanceOf() | Quantified():
            return BOOLEAN
        case Conditional(then=then, otherwise=otherwise):
            found, other = result_type(then), result_type(otherwise)
            return found if found == other or other == NULL else other if found == NULL else None
        case ListLiteral(items=items):
            return ANY_LIST if not items else None
        case _:
            return None
