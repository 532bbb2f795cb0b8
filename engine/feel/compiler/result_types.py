"""The type of an expression's value, as far as its form alone tells."""

from __future__ import annotations

from decimal import Decimal

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
from engine.feel.values.temporal_text import parse_temporal
from engine.feel.values.types import ANY_LIST, BOOLEAN, CLASSES, NULL, NUMBER, STRING, FeelType

_OF_LITERAL: dict[type, FeelType] = {int: NUMBER, Decimal: NUMBER, str: STRING, bool: BOOLEAN, type(None): NULL}


def result_type(node: Node) -> FeelType | None:
    """The type; None where it depends on values that come only later. Null is possible in any case."""
    match node:
        case Literal(value=value):
            return _OF_LITERAL[type(value)]
        case TemporalLiteral(text=text):
            value = parse_temporal(text)
            return next((known for known, classes in CLASSES.items() if type(value) in classes), NULL)
        case Comparison() | Conjunction() | Disjunction() | Between() | In() | InstanceOf() | Quantified():
            return BOOLEAN
        case Conditional(then=then, otherwise=otherwise):
            found, other = result_type(then), result_type(otherwise)
            return found if found == other or other == NULL else other if found == NULL else None
        case ListLiteral(items=items):
            return ANY_LIST if not items else None
        case _:
            return None
