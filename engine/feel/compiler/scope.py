"""Names at compile time: which slot holds them, or that they are variables from outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.feel.errors import FeelSyntaxError
from engine.feel.syntax import TypeNode
from engine.feel.values.types import ANY, NAMED, ContextType, FeelType, FunctionType, ListType, RangeType


@dataclass(slots=True)
class Unit:
    """What all scopes of one expression share."""

    text: str
    types: Mapping[str, FeelType]
    slots: int = 3
    free_names: set[str] = field(default_factory=set)
    declared: frozenset[str] = frozenset()
    nodes: int = 0  # compiled so far: what a part adds to them is what one evaluation of it costs, more or less
    read: set[int] = field(default_factory=set)  # the slots that some name reads


@dataclass(frozen=True, slots=True)
class Scope:
    unit: Unit
    parent: Scope | None = None
    bound: Mapping[str, int] = field(default_factory=dict)
    # The slot of a filtered item: if it is a context, its entries are names too, known only at run time.
    item: int | None = None

    def bind(self, *names: str) -> tuple[Scope, tuple[int, ...]]:
        """An inner scope with these names, and their slots."""
        first = self.unit.slots
        self.unit.slots += len(names)
        slots = tuple(range(first, self.unit.slots))
        return Scope(self.unit, self, dict(zip(names, slots, strict=True))), slots

    def filtering(self) -> tuple[Scope, int]:
        slot = self.unit.slots
        self.unit.slots += 1
        return Scope(self.unit, self, {}, slot), slot

    def find(self, name: str) -> tuple[list[int], int | None]:
        """The slots of items whose entries hide the name, from the inside out, and the slot that binds it (or None)."""
        items: list[int] = []
        scope: Scope | None = self
        while scope is not None:
            if name in scope.bound:
                self.unit.read.add(scope.bound[name])
                return items, scope.bound[name]
            if scope.item is not None:
                items.append(scope.item)
            scope = scope.parent
        return items, None

    def type_of(self, node: TypeNode) -> FeelType:
        """The type that a type expression means. Raises FeelSyntaxError for an unknown name."""
        arguments = tuple(self.type_of(argument) for argument in node.arguments)
        match node.name:
            case "list" if arguments:
                return ListType("list", arguments[0])
            case "range" if arguments:
                return RangeType("range", arguments[0])
            case "context" if arguments:
                return ContextType("context", tuple(zip(node.fields, arguments, strict=True)))
            case "function" if node.result is not None:
                return FunctionType("function", arguments, self.type_of(node.result))
        known = self.unit.types.get(node.name) or NAMED.get(node.name)
        if known is None:
            raise FeelSyntaxError(f"There is no type {node.name!r}.", self.unit.text, node.at, ("a type",))
        return known

    def parameter_type(self, node: TypeNode | None) -> FeelType:
        return ANY if node is None else self.type_of(node)
