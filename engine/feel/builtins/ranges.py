"""Relations of points and ranges, Allen's algebra (DMN 1.5, 10.3.4.9, table 78), and range().

A point is compared as the range that holds only itself. An end without bound lies beyond everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from engine.feel.builtins.registry import BUILTINS, builtin
from engine.feel.constants import constant
from engine.feel.errors import FeelSyntaxError
from engine.feel.parser import parse_expression
from engine.feel.run import Run
from engine.feel.syntax import Call, Literal, Name, Node, RangeLiteral
from engine.feel.values.arithmetic import kind
from engine.feel.values.compare import order
from engine.feel.values.ranges import Range
from engine.feel.values.text import quoted

RELATING = 10  # the steps that comparing the ends of two ranges costs
PARSING = 100  # the steps that reading a text as an expression costs at least

Relation = Callable[[Any, Any], bool]

_TO = re.compile(r"\s*[(\]]\s*\.\.\s*([^.\s].*)([\])\[])\s*", re.DOTALL)
_FROM = re.compile(r"\s*([\[(\]])(.*[^.\s])\s*\.\.\s*[)\[]\s*", re.DOTALL)


class _NoOrder(Exception):
    """Two ends cannot be compared, so that the relation is null."""


def _sign(left: Any, right: Any) -> int:
    found = order(left, right)
    if found is None:
        raise _NoOrder
    return found


def _is_range(value: Any) -> bool:
    return type(value) is Range


def _as_range(value: Any) -> Range:
    return value if type(value) is Range else Range(value, value, True, True)


def _starts(a: Range, b: Range) -> int:
    """Order of the two starts: an open start lies just after its value, no start before all."""
    return _ends_order(a.start, b.start, not a.start_included, not b.start_included, -1)


def _ends(a: Range, b: Range) -> int:
    """Order of the two ends: an open end lies just before its value, no end after all."""
    return _ends_order(a.end, b.end, a.end_included, b.end_included, 1)


def _ends_order(left: Any, right: Any, left_later: bool, right_later: bool, unbound: int) -> int:
    if left is None or right is None:
        return 0 if left is right else unbound if left is None else -unbound
    return _sign(left, right) or left_later - right_later


def _before(a: Range, b: Range) -> bool:
    """The end of ``a`` lies before the start of ``b``."""
    if a.end is None or b.start is None:
        return False
    sign = _sign(a.end, b.start)
    return sign < 0 or (sign == 0 and not (a.end_included and b.start_included))


def _meets(a: Range, b: Range) -> bool:
    return (
        a.end is not None and b.start is not None and a.end_included and b.start_included and _sign(a.end, b.start) == 0
    )


def _overlaps_before(a: Range, b: Range) -> bool:
    return _starts(a, b) < 0 and not _before(a, b) and _ends(a, b) <= 0


def _includes(a: Range, b: Range) -> bool:
    return _starts(a, b) <= 0 and _ends(a, b) >= 0


def _started_by(a: Range, b: Range) -> bool:
    return _starts(a, b) == 0 and _ends(b, a) <= 0 and a.start is not None


def _finished_by(a: Range, b: Range) -> bool:
    return _ends(a, b) == 0 and _starts(a, b) <= 0 and a.end is not None


# Name, both parameters' names, whether each may be a point, and the relation.
_RELATIONS: tuple[tuple[str, str, Callable[[Range, Range], bool]], ...] = (
    ("before", "pp pr rp rr", _before),
    ("after", "pp pr rp rr", lambda a, b: _before(b, a)),
    ("meets", "rr", _meets),
    ("met by", "rr", lambda a, b: _meets(b, a)),
    ("overlaps", "rr", lambda a, b: not _before(a, b) and not _before(b, a)),
    ("overlaps before", "rr", _overlaps_before),
    ("overlaps after", "rr", lambda a, b: _overlaps_before(b, a)),
    ("finishes", "pr rr", lambda a, b: _finished_by(b, a)),
    ("finished by", "rp rr", _finished_by),
    ("includes", "rp rr", _includes),
    ("during", "pr rr", lambda a, b: _includes(b, a)),
    ("starts", "pr rr", lambda a, b: _started_by(b, a)),
    ("started by", "rp rr", _started_by),
    ("coincides", "pp rr", lambda a, b: _starts(a, b) == 0 and _ends(a, b) == 0),
)


def _declare(name: str, shapes: str, relation: Callable[[Range, Range], bool]) -> None:
    def evaluate(run: Run, left: Any, right: Any) -> bool | None:
        shape = ("r" if _is_range(left) else "p") + ("r" if _is_range(right) else "p")
        if left is None or right is None or shape not in shapes.split():
            return run.null(f"{name}() is not defined for a {kind(left)} and a {kind(right)}")
        run.spend(RELATING)
        try:
            return relation(_as_range(left), _as_range(right))
        except _NoOrder:
            return run.null(f"{name}(): the two cannot be compared")

    for shape in shapes.split():
        names = [_parameter(sort, position, shape) for position, sort in enumerate(shape, 1)]
        builtin(name, f"{names[0]}: Any", f"{names[1]}: Any")(evaluate)


def _parameter(sort: str, position: int, shape: str) -> str:
    word = "range" if sort == "r" else "point"
    return f"{word}{position}" if shape in ("pp", "rr") else word


@builtin("range", "from: string")
def range_from_text(run: Run, source: str) -> Range | None:
    """The range that a text such as ``[1..10]`` or ``(..10]`` writes; its ends are literals (grammar rule 66)."""
    run.spend(PARSING + 4 * len(source))
    if half := _TO.fullmatch(source):
        return _half_bound("<=" if half[2] == "]" else "<", half[1], run)
    if half := _FROM.fullmatch(source):
        return _half_bound(">=" if half[1] == "[" else ">", half[2], run)
    try:
        tree = parse_expression(source, BUILTINS)
    except FeelSyntaxError as error:
        return run.null(f"range(): {quoted(source)} is no range: {error.message}")
    if not isinstance(tree, RangeLiteral):
        return run.null(f"range(): {quoted(source)} is no range such as [1..10]")
    start, end = _literal(tree.start, run), _literal(tree.end, run)
    if start is None or end is None or order(start, end) not in (-1, 0):
        return run.null(f"range(): the ends of {quoted(source)} have to be literals in ascending order")
    return Range(start, end, tree.start_included, tree.end_included)


def _half_bound(sign: str, source: str, run: Run) -> Range | None:
    """A range with one end; the side without a bound is always open."""
    try:
        end = _literal(parse_expression(source, BUILTINS), run)
    except FeelSyntaxError:
        end = None
    if end is None or order(end, end) is None:
        return run.null(f"range(): {quoted(source)} is no literal")
    if sign in ("<", "<="):
        return Range(None, end, False, sign == "<=", sign)
    return Range(end, None, sign == ">=", False, sign)


def _literal(node: Node, run: Run) -> Any:
    match node:
        case Call(function=Name(name=("date" | "time" | "date and time" | "duration") as name), names=None):
            if len(node.arguments) == 1 and isinstance(node.arguments[0], Literal):
                return BUILTINS[name].call([node.arguments[0].value], run)
    return constant(node)


for _name, _shapes, _relation in _RELATIONS:
    _declare(_name, _shapes, _relation)
