"""A process as it is drawn, right or wrong: what the rules look at before the model is built."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from engine.model.elements import Element, SequenceFlow, SubProcess

Kind = TypeVar("Kind", bound=Element)


@dataclass(slots=True)
class Draft:
    """One process: its elements and flows as read, each with its XML node.

    `flow_nodes` has every flow node that is drawn, `refused` those of them that the engine does not execute; the
    latter may be missing from `elements`. `drawn` has the flow nodes by the process or sub-process that they stand in,
    `flow_list` the flows as drawn, also those without an id.
    """

    node: etree._Element
    refused: frozenset[etree._Element]
    elements: dict[str, Element] = field(default_factory=dict)
    flows: dict[str, SequenceFlow] = field(default_factory=dict)
    flow_nodes: dict[str, etree._Element] = field(default_factory=dict)
    flow_list: list[etree._Element] = field(default_factory=list)
    drawn: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.node.get("id") or ""

    def add(self, id: str, node: etree._Element) -> None:
        """Note a flow node that is drawn."""
        self.flow_nodes[id] = node
        scope = node.getparent()
        if scope is not None:
            self.drawn.setdefault(scope, []).append(node)

    def of(self, kind: type[Kind]) -> Iterator[tuple[Kind, etree._Element]]:
        """The executed elements of a kind, each with its XML node."""
        for id, element in self.elements.items():
            node = self.flow_nodes[id]
            if isinstance(element, kind) and node not in self.refused:
                yield element, node

    def scopes(self) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
        """The process and its embedded sub-processes, each with the flow nodes that stand directly in it."""
        yield self.node, self.drawn.get(self.node, [])
        yield from ((node, self.drawn.get(node, [])) for _, node in self.of(SubProcess))
