"""Text to syntax tree. Importing the modules fills the tables of ``pratt``."""

from __future__ import annotations

from collections.abc import Iterable

from engine.feel.names import KnownNames
from engine.feel.parser import blocks, operators, primaries  # noqa: F401  (they register their grammar rules)
from engine.feel.parser.cursor import Cursor
from engine.feel.parser.pratt import expression
from engine.feel.parser.tests import unary_tests
from engine.feel.syntax import Node, UnaryTests

# Properties of temporal values and ranges whose names hold a space (DMN 1.5, table 61).
SPACED_PROPERTIES = ("time offset", "start included", "end included")
SPACED_TYPES = ("date and time", "days and time duration", "years and months duration", "day time duration",
                "year month duration")  # fmt: skip


def parse_expression(
    text: str, names: Iterable[str] = (), types: Iterable[str] = (), properties: Iterable[str] = ()
) -> Node:
    """The tree of one expression. Raises FeelSyntaxError.

    ``names`` are variables in scope, ``properties`` are names that may stand after a dot or in a filter.
    """
    cursor = _cursor(text, names, types, properties)
    if cursor.at("="):
        raise cursor.failure("An expression has no '=' before it; that belongs to diagrams.")
    try:
        tree = expression(cursor)
    except RecursionError:
        raise cursor.failure("The expression is nested too deeply.") from None
    _all_read(cursor)
    return tree


def parse_unary_tests(
    text: str, names: Iterable[str] = (), types: Iterable[str] = (), properties: Iterable[str] = ()
) -> UnaryTests:
    """The tree of one cell of a decision table. Raises FeelSyntaxError."""
    cursor = _cursor(text, names, types, properties)
    try:
        tree = unary_tests(cursor)
    except RecursionError:
        raise cursor.failure("The test is nested too deeply.") from None
    _all_read(cursor)
    return tree


def _cursor(text: str, names: Iterable[str], types: Iterable[str], properties: Iterable[str]) -> Cursor:
    known = KnownNames(names, (*SPACED_PROPERTIES, *properties))
    return Cursor(text, known, KnownNames((*SPACED_TYPES, *types)))


def _all_read(cursor: Cursor) -> None:
    if cursor.token.kind != "end":
        raise cursor.unexpected(("an operator", "the end"))
