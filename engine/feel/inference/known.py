"""What is known at a place of an expression, and the table of how each kind of node is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from engine.feel.inference.phrases import SENTENCES
from engine.feel.syntax import Node
from engine.feel.values.types import ANY, ConstrainedType, FeelType

AnyNode = TypeVar("AnyNode", bound=Node)


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of an expression that can only fail: ``code`` and ``params`` say what, ``sentence`` says it in English."""

    position: int
    sentence: str
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Known:
    """The types of the names in scope (``Any``: there is such a name), and where findings go."""

    names: Mapping[str, FeelType] = field(default_factory=dict)
    types: Mapping[str, FeelType] = field(default_factory=dict)  # those that the text may mention
    findings: list[Finding] = field(default_factory=list, compare=False)

    def binding(self, names: Mapping[str, FeelType]) -> Known:
        return replace(self, names={**self.names, **names})

    def find(self, position: int, code: str, **params: Any) -> None:
        words = {key: str(value) for key, value in params.items()}
        self.findings.append(Finding(position, SENTENCES[code].format_map(words), code, words))


Look = Callable[[Any, Known], FeelType]
LOOKS: dict[type[Node], Look] = {}


def looks_at(*kinds: type[Node]) -> Callable[[Callable[[AnyNode, Known], FeelType]], Any]:
    """Registers how the type of a kind of node is found."""

    def register(function: Any) -> Any:
        LOOKS.update(dict.fromkeys(kinds, function))
        return function

    return register


def type_of(node: Node, known: Known) -> FeelType:
    """The type of the node's value, ``Any`` where it is not known; what can only fail inside goes to the findings."""
    look = LOOKS.get(type(node))
    return ANY if look is None else plain(look(node, known))


def plain(found: FeelType) -> FeelType:
    """The type without its allowed values."""
    while isinstance(found, ConstrainedType):
        found = found.base
    return found
