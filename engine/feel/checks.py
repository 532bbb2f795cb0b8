"""What is certain to fail is said before anything runs: calls that fit no declaration, operators between wrong kinds.

FEEL answers null to these at run time. Where the form of an expression alone shows it, whoever writes it should know.
"""

from __future__ import annotations

from collections.abc import Iterator as Iterates
from dataclasses import dataclass, fields

from engine.feel.builtins import BUILTINS
from engine.feel.builtins.registry import Signature
from engine.feel.compiler.result_types import result_type
from engine.feel.expression import Expression
from engine.feel.syntax import Arithmetic, Call, Comparison, ContextLiteral, FunctionLiteral, Iterator, Name, Node
from engine.feel.values.arithmetic import symbol_table
from engine.feel.values.types import CLASSES, NULL, FeelType, ListType, is_subtype


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of an expression that can only yield null."""

    position: int
    sentence: str


def check_expression(expression: Expression) -> tuple[Finding, ...]:
    """All parts of the expression that can only yield null, in the order of the text."""
    return check_tree(expression.tree, expression.names)


def check_tree(tree: Node, names: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """The same for a tree; ``names`` are variables, which may hide built-in functions."""
    hidden = names | frozenset(_bound(tree))
    return tuple(sorted(_walk(tree, hidden), key=lambda finding: finding.position))


def _bound(node: object) -> Iterates[str]:
    """Every name that the expression binds anywhere: it may hide a built-in function."""
    match node:
        case tuple():
            for part in node:
                yield from _bound(part)
        case ContextLiteral(entries=entries):
            yield from (name for name, _ in entries)
        case FunctionLiteral(parameters=parameters):
            yield from (name for name, _ in parameters)
        case Iterator(name=name):
            yield name
    if isinstance(node, Node):
        for field in fields(node):
            yield from _bound(getattr(node, field.name))


def _walk(node: object, variables: frozenset[str]) -> Iterates[Finding]:
    if isinstance(node, tuple):
        for part in node:
            yield from _walk(part, variables)
    elif isinstance(node, Node):
        yield from _findings(node, variables)
        for part in fields(node):
            yield from _walk(getattr(node, part.name), variables)


def _findings(node: Node, variables: frozenset[str]) -> Iterates[Finding]:
    match node:
        case Call(function=Name(name=name)) if name in BUILTINS and name not in variables:
            reasons = [_misfit(node, signature) for signature in BUILTINS[name].signatures]
            if all(reasons):
                yield Finding(node.function.at, f"{name}() {reasons[0]}.")
        case Arithmetic(operator=sign):
            left, right = result_type(node.left), result_type(node.right)
            if left and right and not _computable(sign, left, right):
                yield Finding(node.at, f"{left} {sign} {right} is always null.")
        case Comparison(operator=sign):
            left, right = result_type(node.left), result_type(node.right)
            if left and right and left != right and (NULL not in (left, right) or sign not in ("=", "!=")):
                yield Finding(node.at, f"{left} {sign} {right} is always null.")


def _computable(sign: str, left: FeelType, right: FeelType) -> bool:
    table = symbol_table(sign)
    return any((a, b) in table for a in CLASSES.get(left, ()) for b in CLASSES.get(right, ()))


def _misfit(call: Call, signature: Signature) -> str:
    """Why the call can never fit the declaration; empty if it may."""
    names = [parameter.name for parameter in signature.parameters]
    if call.names is not None:
        unknown = [name for name in call.names if name not in names]
        missing = [part.name for part in signature.parameters if not part.optional and part.name not in call.names]
        if unknown:
            return f"has no parameter {unknown[0]!r}; it has {', '.join(names)}"
        if missing:
            return f"needs the parameter {missing[0]!r}"
        by_name = dict(zip(names, signature.parameters, strict=True))
        pairs = [(by_name[name], argument) for name, argument in zip(call.names, call.arguments, strict=True)]
    else:
        count = len(call.arguments)
        if count < signature.required or (signature.limit is not None and count > signature.limit):
            return f"takes {signature.counts()} arguments, not {count}"
        last = len(names) - 1
        pairs = [(signature.parameters[min(index, last)], part) for index, part in enumerate(call.arguments)]
    for parameter, argument in pairs:
        found = result_type(argument)
        if found is None or (found == NULL and parameter.nullable):
            continue
        wanted = parameter.type.element if isinstance(parameter.type, ListType) else parameter.type
        fits = found != NULL and (is_subtype(found, wanted) or is_subtype(found, parameter.type))
        # A date becomes a date and time, and a list of one item that item.
        if not fits and not (found.name in ("date", "list") and wanted.name != "string"):
            return f"takes a {parameter.type} as {parameter.name!r}, not a {found}"
    return ""
