"""Names, paths, filters, loops, and what holds other values."""

from __future__ import annotations

from engine.feel.compiler import Scope, Unit
from engine.feel.inference.known import Known, looks_at, plain, type_of
from engine.feel.inference.operators import common, condition
from engine.feel.syntax import (
    ContextLiteral,
    Filter,
    For,
    FunctionLiteral,
    Iterator,
    ListLiteral,
    Name,
    Path,
    Quantified,
)
from engine.feel.values.properties import PROPERTIES
from engine.feel.values.types import (
    ANY,
    ANY_CONTEXT,
    ANY_LIST,
    BOOLEAN,
    CLASSES,
    NULL,
    NUMBER,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    RangeType,
)


@looks_at(Name)
def name(node: Name, known: Known) -> FeelType:
    return known.names.get(node.name, ANY)


@looks_at(Path)
def path(node: Path, known: Known) -> FeelType:
    return _entry(node, type_of(node.source, known), known)


def _entry(node: Path, source: FeelType, known: Known) -> FeelType:
    match source:
        case ListType(element=element):
            found = _entry(node, plain(element), known)
            return ListType("list", found) if found != ANY else ANY_LIST
        case ContextType(fields=fields):  # a context may hold more than its type says
            return plain(dict(fields).get(node.name, ANY))
    classes = CLASSES.get(source, ())
    if classes and not any(node.name in PROPERTIES.get(kind, {}) for kind in classes):
        known.find(node.at, "no-property", type=source, name=node.name)
        return ANY
    return ANY


@looks_at(ListLiteral)
def list_literal(node: ListLiteral, known: Known) -> FeelType:
    found = common(*(type_of(item, known) for item in node.items))
    return ANY_LIST if found in (ANY, NULL) else ListType("list", found)


@looks_at(ContextLiteral)
def context_literal(node: ContextLiteral, known: Known) -> FeelType:
    entries: dict[str, FeelType] = {}
    for key, value in node.entries:
        if isinstance(value, FunctionLiteral):  # it may call itself
            known = known.binding({key: ANY})
        entries[key] = type_of(value, known)
        known = known.binding({key: entries[key]})
    return ContextType("context", tuple(entries.items())) if entries else ANY_CONTEXT


@looks_at(FunctionLiteral)
def function_literal(node: FunctionLiteral, known: Known) -> FeelType:
    scope = Scope(Unit("", known.types))
    types = tuple(plain(scope.parameter_type(wanted)) for _, wanted in node.parameters)
    inner = known.binding({parameter: kind for (parameter, _), kind in zip(node.parameters, types, strict=True)})
    return FunctionType("function", types, type_of(node.body, inner))


def items_of(source: FeelType) -> FeelType:
    """What a loop over a value of the type runs over."""
    match source:
        case ListType(element=element) | RangeType(element=element):
            return plain(element)
        case _:
            return ANY if source == NULL else source


def _with_variables(iterators: tuple[Iterator, ...], known: Known) -> Known:
    for iterator in iterators:
        source = type_of(iterator.source, known)
        if iterator.end is not None:
            source = RangeType("range", common(source, type_of(iterator.end, known)))
        known = known.binding({iterator.name: items_of(source)})
    return known


@looks_at(For)
def loop(node: For, known: Known) -> FeelType:
    inner = _with_variables(node.iterators, known).binding({"partial": ANY_LIST})
    found = type_of(node.body, inner)
    return ANY_LIST if found in (ANY, NULL) else ListType("list", found)


@looks_at(Quantified)
def quantified(node: Quantified, known: Known) -> FeelType:
    condition(node.condition, _with_variables(node.iterators, known))
    return BOOLEAN


@looks_at(Filter)
def filtered(node: Filter, known: Known) -> FeelType:
    source = type_of(node.source, known)
    item = items_of(source) if isinstance(source, ListType) else source
    predicate = type_of(node.predicate, inside(item, known))
    if predicate == NUMBER:
        return item
    return ListType("list", item) if predicate == BOOLEAN and item not in (ANY, NULL) else ANY


def inside(item: FeelType, known: Known) -> Known:
    """What is known in a filter: the entries of the item hide other names, and which it has may be unknown."""
    if item in CLASSES:
        return known.binding({"item": item})
    unknown = dict.fromkeys(known.names, ANY)
    entries = {key: plain(kind) for key, kind in item.fields} if isinstance(item, ContextType) else {}
    return known.binding({**unknown, "item": ANY, **entries})
