"""Boxed expressions, each read as the FEEL that it is another notation for (DMN 1.5, 10.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from engine.decisions.entries import unknown_entries
from engine.decisions.external import refuse_external, refuse_kind
from engine.decisions.item_definitions import ItemTypes
from engine.decisions.nodes import BoxedConditional, BoxedContext, BoxedFilter, Broken, Typed, TypedFunction
from engine.decisions.report import Report
from engine.decisions.xml import Element, child, children, label, local, text_of
from engine.feel import FeelSyntaxError
from engine.feel.builtins import BUILTINS
from engine.feel.checks import Finding, check_tree
from engine.feel.inference import Known, type_of
from engine.feel.inference.calls import may_become
from engine.feel.inference.collections import inside, items_of
from engine.feel.inference.known import plain
from engine.feel.names import normalized
from engine.feel.parser import parse_expression, parse_unary_tests
from engine.feel.syntax import (
    Call,
    ContextLiteral,
    For,
    ListLiteral,
    Literal,
    Node,
    Quantified,
    UnaryTests,
)
from engine.feel.syntax import Iterator as LoopVariable
from engine.feel.values.types import ANY, ANY_LIST, ContextType, FeelType, FunctionType

FEEL_LANGUAGES = ("", "feel", "FEEL")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known at some place of a model: the names in scope, the types, and where problems go."""

    names: Mapping[str, FeelType]
    types: ItemTypes
    report: Report
    properties: frozenset[str] = frozenset()  # of what is imported

    def knowing(self, **names: FeelType) -> Reading:
        return replace(self, names={**self.names, **names})

    def expression(self, element: Element, text: str) -> Node:
        try:
            tree = parse_expression(text, (*BUILTINS, *self.names), self.types.named, self._properties())
        except FeelSyntaxError as error:
            self.report.syntax(element, error)
            return Broken(0, f"{label(element)}: {error.message}")
        refuse_external(element, text, tree, self.report)
        self.report.found(element, text, check_tree(tree, self.names, self.types.named))
        return tree

    def tests(self, element: Element, text: str, tested: FeelType) -> UnaryTests:
        """A cell, whose tests ask about a value of the type ``tested``."""
        try:
            tests = parse_unary_tests(text, (*BUILTINS, *self.names), self.types.named, self._properties())
        except FeelSyntaxError as error:
            self.report.syntax(element, error)
            return UnaryTests(0, (Broken(0, f"{label(element)}: {error.message}"),))
        refuse_external(element, text, tests, self.report)
        self.report.found(element, text, check_tree(tests, {**self.names, "?": tested}, self.types.named))
        return tests

    def type_of(self, node: Node) -> FeelType:
        """The type of what a box gives, as far as it is known."""
        match node:
            case Typed(type=wanted):
                return wanted
            case TypedFunction(types=types):
                return FunctionType("function", types, None)
            case BoxedContext(result=None, entries=entries):
                return ContextType("context", tuple((name, self.type_of(value)) for name, value in entries))
        return type_of(node, Known(self.names, self.types.named))

    def _properties(self) -> frozenset[str]:
        return self.types.properties | self.properties

    def typed(self, element: Element, node: Node, owner: str) -> Node:
        """The node as a value of the element's ``typeRef``; one that can never be of that type is warned of."""
        wanted = self.types.reference(element, element.get("typeRef"))
        self.check_type(element, node, wanted)
        return with_type(node, wanted, owner)

    def check_type(self, element: Element, node: Node, wanted: FeelType) -> None:
        found = self.type_of(node)
        findings = list(unknown_entries(node, wanted))
        if not may_become(found, wanted):
            findings.append(Finding(0, "", "wrong-type", {"type": str(found), "other": str(plain(wanted))}))
        if findings:
            inner = next((part for part in element.iter() if local(part) == "text"), None)
            self.report.found(element, label(element) if inner is None else (inner.text or "").strip(), findings)


def with_type(node: Node, wanted: FeelType, owner: str) -> Node:
    return node if wanted is ANY else Typed(0, node, wanted, owner)


Reader = Callable[[Element, Reading], Node]
READERS: dict[str, Reader] = {}


def reads(name: str) -> Callable[[Reader], Reader]:
    def register(function: Reader) -> Reader:
        READERS[name] = function
        return function

    return register


def read_box(element: Element, reading: Reading) -> Node:
    """One boxed expression, with its type."""
    return reading.typed(element, READERS[local(element)](element, reading), f"The expression {label(element)}")


def boxes(parent: Element) -> Iterator[Element]:
    return children(parent, *READERS)


def only_box(parent: Element | None, reading: Reading) -> Node:
    """The one boxed expression in an element; null where there is none."""
    inner = None if parent is None else next(boxes(parent), None)
    return Literal(0, None) if inner is None else read_box(inner, reading)


def source_box(element: Element, reading: Reading) -> Node:
    """What a filter or iterator runs over, which may have a type of its own (`tTypedChildExpression`)."""
    source = child(element, "in")
    node = only_box(source, reading)
    return node if source is None else reading.typed(source, node, f"What {label(element)} runs over")


@reads("literalExpression")
def literal_expression(element: Element, reading: Reading) -> Node:
    language = element.get("expressionLanguage") or ""
    if language not in FEEL_LANGUAGES and "FEEL" not in language.upper():
        reading.report.add(element, "dmn-language", language=language)
        return Broken(0, f"The expression language {language!r} is refused: decisions are written in FEEL")
    text = text_of(element)
    return reading.expression(element, text) if text else Literal(0, None)


@reads("context")
def context(element: Element, reading: Reading) -> Node:
    entries: list[tuple[str, Node]] = []
    result: Node | None = None
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        value = only_box(entry, reading)
        if variable is None:
            result = value
            continue
        name = normalized(str(variable.get("name")))
        entries.append((name, reading.typed(variable, value, f"The entry {name!r}")))
        reading = reading.knowing(**{name: reading.type_of(entries[-1][1])})
    return BoxedContext(0, tuple(entries), result)


@reads("invocation")
def invocation(element: Element, reading: Reading) -> Node:
    names: list[str] = []
    values: list[Node] = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        if parameter is not None:
            names.append(normalized(str(parameter.get("name"))))
            values.append(reading.typed(parameter, only_box(binding, reading), f"The parameter {names[-1]!r}"))
    return Call(0, only_box(element, reading), tuple(values), tuple(names))


@reads("functionDefinition")
def function_definition(element: Element, reading: Reading) -> Node:
    kind = element.get("kind") or "FEEL"
    if kind != "FEEL":
        refuse_kind(element, kind, reading.report)
        return Broken(0, f"Functions of the kind {kind} are refused: decisions cannot run code")
    parameters = [(normalized(str(part.get("name"))), part) for part in children(element, "formalParameter")]
    types = tuple(reading.types.reference(part, part.get("typeRef")) for _, part in parameters)
    inner = reading.knowing(**{name: wanted for (name, _), wanted in zip(parameters, types, strict=True)})
    body = only_box(element, inner)
    return TypedFunction(0, tuple(name for name, _ in parameters), types, body)


@reads("relation")
def relation(element: Element, reading: Reading) -> Node:
    """A list of contexts, one for each row."""
    columns = [(normalized(str(column.get("name"))), column) for column in children(element, "column")]
    rows: list[Node] = []
    for row in children(element, "row"):
        cells = [read_box(cell, reading) for cell in boxes(row)]
        rows.append(
            ContextLiteral(
                0,
                tuple(
                    (name, reading.typed(column, cell, f"The column {name!r}"))
                    for (name, column), cell in zip(columns, cells, strict=False)
                ),
            )
        )
    return ListLiteral(0, tuple(rows))


@reads("list")
def list_(element: Element, reading: Reading) -> Node:
    return ListLiteral(0, tuple(read_box(item, reading) for item in boxes(element)))


@reads("conditional")
def conditional(element: Element, reading: Reading) -> Node:
    condition, then, otherwise = (only_box(child(element, part), reading) for part in ("if", "then", "else"))
    return BoxedConditional(0, condition, then, otherwise)


@reads("filter")
def filtered(element: Element, reading: Reading) -> Node:
    source = source_box(element, reading)
    hidden = inside(items_of(plain(reading.type_of(source))), Known(reading.names))
    match = only_box(child(element, "match"), replace(reading, names=hidden.names))
    return BoxedFilter(0, source, match)


@reads("for")
def loop(element: Element, reading: Reading) -> Node:
    variable, inner = _loop_variable(element, reading)
    return For(0, (variable,), only_box(child(element, "return"), inner.knowing(partial=ANY_LIST)))


@reads("some")
def some(element: Element, reading: Reading) -> Node:
    variable, inner = _loop_variable(element, reading)
    return Quantified(0, False, (variable,), only_box(child(element, "satisfies"), inner))


@reads("every")
def every(element: Element, reading: Reading) -> Node:
    variable, inner = _loop_variable(element, reading)
    return Quantified(0, True, (variable,), only_box(child(element, "satisfies"), inner))


def _loop_variable(element: Element, reading: Reading) -> tuple[LoopVariable, Reading]:
    """The variable of an iterator, and what is known inside of it."""
    name = normalized(element.get("iteratorVariable") or "item")
    source = source_box(element, reading)
    return LoopVariable(0, name, source), reading.knowing(**{name: items_of(plain(reading.type_of(source)))})
