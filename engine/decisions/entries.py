"""Entries of written contexts that the declared type does not have: a context may hold more than its type says
(DMN 1.5, 10.3.2.9.2), so that a misspelt one is no error, and nobody would ever read it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.decisions.nodes import BoxedConditional, BoxedContext, DecisionTable, Typed
from engine.feel.checks import Finding
from engine.feel.inference.known import plain
from engine.feel.syntax import Conditional, ContextLiteral, For, ListLiteral, Node
from engine.feel.values.types import ContextType, FeelType, ListType


def unknown_entries(node: Node, wanted: FeelType) -> Iterator[Finding]:
    """A finding for each entry that is written out in the node and that the type does not know."""
    wanted = plain(wanted)
    match node, wanted:
        case Typed(inner=inner), _:
            yield from unknown_entries(inner, wanted)
        case ((Conditional(then=then, otherwise=otherwise) | BoxedConditional(then=then, otherwise=otherwise)), _):
            yield from unknown_entries(then, wanted)
            yield from unknown_entries(otherwise, wanted)
        case ListLiteral(items=items), ListType(element=element):
            for item in items:
                yield from unknown_entries(item, element)
        case For(body=body), ListType(element=element):
            yield from unknown_entries(body, element)
        case DecisionTable(outputs=outputs), ListType(element=ContextType(fields=fields)) | ContextType(fields=fields):
            names = [column.name for column in outputs if column.name]
            if len(names) > 1:
                yield from _strangers([(name, 0) for name in names], dict(fields))
        case (
            (ContextLiteral(entries=entries) | BoxedContext(entries=entries, result=None)),
            ContextType(fields=fields),
        ):
            known = dict(fields)
            if known:
                yield from _strangers([(name, value.at) for name, value in entries], known)
            for name, value in entries:
                if name in known:
                    yield from unknown_entries(value, known[name])


def _strangers(entries: list[tuple[str, int]], known: dict[str, FeelType]) -> Iterator[Finding]:
    for name, position in entries:
        if name not in known:
            yield Finding(position, "", "no-entry", {"name": name, "names": ", ".join(known)})
