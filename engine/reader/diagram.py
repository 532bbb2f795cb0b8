"""SpiffWorkflow's parser, extended to read the flat graph of a process instead of a tree of tasks.

The extension points are SpiffWorkflow's documented ones: the map of parser classes by tag, the process parser class and
its `add_tasks`. So adding a construct is adding a parser class to the table of constructs.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.model.elements import Element, SequenceFlow
from engine.reader.constructs import ELEMENTS
from engine.reader.context import Context
from engine.reader.draft import Draft
from engine.reader.nodes import attribute, child, is_bpmn, tag, text
from engine.reader.refusals import check_process
from engine.reader.vocabulary import DESCRIPTIVE, UNDRAWN, bpmn

_SUB_PROCESSES = (bpmn("subProcess"), bpmn("transaction"), bpmn("adHocSubProcess"))
_SEQUENCE_FLOW = bpmn("sequenceFlow")
_NOT_FLOW_NODES = UNDRAWN | DESCRIPTIVE | {_SEQUENCE_FLOW}


class GraphParser(ProcessParser):  # type: ignore[misc]  # SpiffWorkflow publishes no types
    """Reads one process into a `Draft`; `draft` is there after `get_spec()`."""

    draft: Draft

    def create_spec(self) -> BpmnProcessSpec:
        """The (empty) specification that SpiffWorkflow's parser classes ask for; nothing is executed from it."""
        return BpmnProcessSpec(name=self.bpmn_id, description=self.get_name(), filename=self.filename)

    def add_tasks(self) -> None:
        """Read every flow node and sequence flow, also those that no start event leads to."""
        self.draft = Draft(self.node, check_process(self.node, self.parser.context))
        scopes = tuple(self._scopes(self.node))
        for node in (node for scope in scopes for node in scope.iterchildren(_SEQUENCE_FLOW)):
            self._read_flow(node)
        self._index_flows()
        for node in (node for scope in scopes for node in scope):
            if is_bpmn(node) and tag(node) not in _NOT_FLOW_NODES and attribute(node, "id"):
                self._read_flow_node(node)

    def parse_io_spec(self) -> None:
        """What the process takes in and gives out is read with the data of all elements."""

    def parse_node(self, node: etree._Element) -> Element:
        """One flow node, by its parser class. (SpiffWorkflow keeps tasks by id; ids such as “Start” are its own.)"""
        parser_class, model_class = ELEMENTS[tag(node)]
        element: Element = parser_class(self, model_class, node, self.nsmap).parse_node()
        return element

    def _scopes(self, scope: etree._Element) -> Iterator[etree._Element]:
        """The process and its sub-processes, at any depth."""
        yield scope
        for node in scope.iterchildren(*_SUB_PROCESSES):
            yield from self._scopes(node)

    def _index_flows(self) -> None:
        self._incoming: dict[str, list[str]] = {}
        self._outgoing: dict[str, list[str]] = {}
        for flow in self.draft.flows.values():
            self._outgoing.setdefault(flow.source, []).append(flow.id)
            self._incoming.setdefault(flow.target, []).append(flow.id)

    def _read_flow_node(self, node: etree._Element) -> None:
        id = attribute(node, "id")
        if id in self.draft.flow_nodes:
            return  # said by the rule on identifiers
        self.draft.add(id, node)
        if tag(node) in ELEMENTS and (tag(node) in _SUB_PROCESSES or node not in self.draft.refused):
            self.draft.elements[id] = self.parse_node(node)

    def _read_flow(self, node: etree._Element) -> None:
        self.draft.flow_list.append(node)
        id = attribute(node, "id")
        if not id or id in self.draft.flows:
            return
        condition = self.parser.context.expressions.condition(child(node, bpmn("conditionExpression")), "the condition")
        self.draft.flows[id] = SequenceFlow(
            id=id,
            source=attribute(node, "sourceRef"),
            target=attribute(node, "targetRef"),
            name=attribute(node, "name"),
            condition=condition,
        )

    def scope_of(self, node: etree._Element) -> str:
        """The id of the process or sub-process that the node stands in."""
        parent = node.getparent()
        return "" if parent is None else attribute(parent, "id")

    def incoming(self, id: str) -> tuple[str, ...]:
        """The ids of the flows into an element."""
        return tuple(self._incoming.get(id, ()))

    def outgoing(self, id: str) -> tuple[str, ...]:
        """The ids of the flows out of an element, in the order in which the element lists them."""
        found = tuple(self._outgoing.get(id, ()))
        if len(found) < 2:
            return found
        listed = (text(node) for node in self.draft.flow_nodes[id].iterchildren(bpmn("outgoing")))
        places = {flow: place for place, flow in enumerate(listed)}
        return tuple(sorted(found, key=lambda flow: places.get(flow, len(places))))

    def lane_of(self, node: etree._Element | None) -> str:
        """The name of the lane that the element, or the sub-process around it, stands in."""
        while node is not None and node is not self.node:
            name = self.get_lane_name(attribute(node, "id"))
            if name:
                return str(name)
            node = node.getparent()
        return ""


class DiagramParser(BpmnParser):  # type: ignore[misc]  # SpiffWorkflow publishes no types
    """Reads the processes of one file with the parser classes of the table of constructs."""

    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, Any]] = ELEMENTS
    PROCESS_PARSER_CLASS = GraphParser

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def add_bpmn_xml(self, bpmn: etree._Element, filename: str | None = None) -> None:
        """Make a parser for each process that has an id of its own; the rest of the file is in the context."""
        self._add_diagram_indexes(bpmn)
        for process in bpmn.iterchildren(f"{{{self.namespaces['bpmn']}}}process"):
            if process.get("id") and process.get("id") not in self.process_parsers:
                self.create_parser(process, filename)

    def draft(self, process: etree._Element) -> Draft:
        """The process as drawn."""
        parser = self.get_process_parser(process.get("id"))
        parser.get_spec()
        found: Draft = parser.draft
        return found
