"""What is certain to fail is said before anything runs: calls that fit no declaration, operators between wrong kinds.

FEEL answers null to these at run time. Where an expression and the types of its variables show it, whoever writes it
should know.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.expression import Expression
from engine.feel.inference import Finding, Known, type_of
from engine.feel.syntax import Node
from engine.feel.values.types import ANY, FeelType

__all__ = ["Finding", "check_expression", "check_tree"]


def check_expression(expression: Expression, names: Mapping[str, FeelType] | None = None) -> tuple[Finding, ...]:
    """All parts of the expression that can only fail, in the order of the text.

    ``names`` are the types of variables as far as they are known; nothing is said of what the others may hold.
    """
    return check_tree(expression.tree, {**dict.fromkeys(expression.names, ANY), **(names or {})})


def check_tree(
    tree: Node, names: Mapping[str, FeelType], types: Mapping[str, FeelType] | None = None
) -> tuple[Finding, ...]:
    """The same for a tree; ``types`` are the named types that its text may mention."""
    known = Known(names, types or {})
    type_of(tree, known)
    return tuple(sorted(dict.fromkeys(known.findings), key=lambda finding: finding.position))
