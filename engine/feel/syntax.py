"""The abstract syntax of FEEL (DMN 1.5, 10.3.1.2): what the parser yields and the compiler reads.

``at`` is the offset of the node in the text; it takes no part in equality, so that equal expressions are equal trees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    at: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    value: Any


@dataclass(frozen=True, slots=True)
class TemporalLiteral(Node):
    """``@"2026-01-31"``"""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    source: Node
    predicate: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None = None  # as many as arguments, where they are named


@dataclass(frozen=True, slots=True)
class Negation(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conjunction(Node):
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Disjunction(Node):
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    operand: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    operand: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    operand: Node
    type: TypeNode


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator(Node):
    name: str
    source: Node
    end: Node | None = None  # given for ``for i in 1..n``


@dataclass(frozen=True, slots=True)
class For(Node):
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    every: bool
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class FunctionLiteral(Node):
    parameters: tuple[tuple[str, TypeNode | None], ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    start: Node
    end: Node
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class UnaryComparison(Node):
    """``< 5`` as a cell of a decision table, and ``(< 5)`` as a value of its own."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    tests: tuple[Node, ...]  # none of them: the test ``-``, which everything passes
    negated: bool = False


@dataclass(frozen=True, slots=True)
class TypeNode(Node):
    """``list<number>``, ``context<a: string>``, ``function<number>->string``, or a plain name."""

    name: str
    arguments: tuple[TypeNode, ...] = ()
    fields: tuple[str, ...] = ()
    result: TypeNode | None = None


def parts_of(node: Node) -> Iterable[Any]:
    """What the node is made of: other nodes, tuples of them, and plain values."""
    return (getattr(node, name) for name in type(node).__match_args__)


def mentions(node: object, name: str) -> bool:
    """Whether the name occurs anywhere in the tree."""
    if isinstance(node, tuple):
        return any(mentions(part, name) for part in node)
    if not isinstance(node, Node):
        return False
    if isinstance(node, Name):
        return node.name == name
    return any(mentions(part, name) for part in parts_of(node))
