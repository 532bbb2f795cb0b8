"""Item definitions: the types that a model names (DMN 1.5, 7.3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from engine.decisions.external import refuse_external
from engine.decisions.report import Report
from engine.decisions.xml import Element, child, children, text_of
from engine.feel import Expression, FeelError, FeelSyntaxError, compile_unary_tests
from engine.feel.values.types import (
    ANY,
    NAMED,
    ConstrainedType,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
)

# Constraints are fixed texts: they see no clock but need one to be called.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ItemTypes:
    """The types of one model by name, those of imported models with their prefix."""

    def __init__(self, definitions: Element, imported: Mapping[str, FeelType], report: Report) -> None:
        self._report = report
        self._elements = {str(item.get("name")): item for item in children(definitions, "itemDefinition")}
        self._open: set[str] = set()
        self.named: dict[str, FeelType] = dict(imported)
        self.properties = frozenset(
            str(item.get("name")) for item in definitions.iter() if item.get("name") and _is_component(item)
        )
        for name in self._elements:
            self.named[name] = self._define(name)

    def reference(self, element: Element, name: str | None) -> FeelType:
        """The type that a ``typeRef`` means; Any where there is none."""
        if not name or name == "<Undefined>":
            return ANY
        plain = name.rpartition(":")[2] if name.startswith("feel:") or name not in self._elements else name
        for candidate in (name, plain):
            if candidate in self.named:
                return self.named[candidate]
            if candidate in self._elements:
                return self._define(candidate)
            if candidate in NAMED:
                return NAMED[candidate]
        self._report.add(element, "dmn-no-type", name=name)
        return ANY

    def _define(self, name: str) -> FeelType:
        if name in self.named and name not in self._open:
            return self.named[name]
        if name in self._open:  # a type that contains itself: what is inside stays unchecked
            return ANY
        self._open.add(name)
        found = self._item(self._elements[name])
        self._open.discard(name)
        self.named[name] = found
        return found

    def _item(self, item: Element) -> FeelType:
        components = list(children(item, "itemComponent"))
        function = child(item, "functionItem")
        if components:
            fields = tuple((str(part.get("name")), self._item(part)) for part in components)
            base: FeelType = ContextType("context", fields)
        elif function is not None:
            parameters = tuple(self.reference(part, part.get("typeRef")) for part in children(function, "parameters"))
            base = FunctionType("function", parameters, self.reference(function, function.get("outputTypeRef")))
        else:
            inner = child(item, "typeRef")
            base = self.reference(item, (inner.text or "").strip() if inner is not None else None)
        base = self._constrained(base, child(item, "allowedValues"))
        if item.get("isCollection") == "true":
            base = ListType("list", base)
        return self._constrained(base, child(item, "typeConstraint"))

    def _constrained(self, base: FeelType, values: Element | None) -> FeelType:
        text = text_of(values)
        if values is None or not text:
            return base
        try:
            tests = compile_unary_tests(text, self.properties)
        except FeelSyntaxError as error:
            self._report.syntax(values, error)
            return base
        refuse_external(values, text, tests.tree, self._report)
        return ConstrainedType(str(base), base, allowed_by(tests), text)


def allowed_by(tests: Expression) -> Callable[[Any], bool]:
    """Whether a value passes unary tests; tests that run out of bounds let nothing pass."""

    def allows(value: Any) -> bool:
        try:
            return tests.evaluate({"?": value}, _EPOCH) is True
        except FeelError:
            return False

    return allows


def _is_component(element: Element) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith(("}itemComponent", "}output", "}contextEntry"))
