"""Functions whose bodies are programs (Java, PMML; DMN 1.5, 10.3.2.13): refused, since decisions run no code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from engine.decisions.report import Report
from engine.decisions.xml import Element
from engine.feel import FeelSyntaxError
from engine.feel.syntax import FunctionLiteral, Node


def refuse_kind(element: Element, kind: str, report: Report) -> None:
    """A boxed function whose ``kind`` is not FEEL."""
    report.add(element, "dmn-kind", kind=kind)


def refuse_external(element: Element, text: str, tree: Node, report: Report) -> None:
    """Every ``function(...) external {...}`` in an expression, with its place in the text."""
    for function in _external(tree):
        where = FeelSyntaxError("The function is external: decisions cannot run code.", text, function.at)
        report.syntax(element, where, "dmn-external")


def _external(part: object) -> Iterator[FunctionLiteral]:
    if isinstance(part, FunctionLiteral) and part.external:
        yield part
    elif isinstance(part, tuple):
        for inner in part:
            yield from _external(inner)
    elif isinstance(part, Node):
        for field in fields(part):
            yield from _external(getattr(part, field.name))
