"""Data of events: one data input or output for each thing that is thrown or caught (BPMN 2.0.2, 10.5.1)."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.reader.nodes import is_bpmn, local, text
from engine.reader.problems import warning
from engine.reader.rules.data_types import by_id, data_of, differ, item_of, item_of_event
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

_DATA = {
    "startEvent": "dataOutput",
    "intermediateCatchEvent": "dataOutput",
    "boundaryEvent": "dataOutput",
    "intermediateThrowEvent": "dataInput",
    "endEvent": "dataInput",
}


@rule(
    warning(
        "data-of-event-number",
        "{it} has {definitions} event definitions, but data for {data} of them.",
        "Give it a data input or output for each event definition, in the same order.",
    )
)
def other_number(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.84 and 10.86: for each event definition with data there is one data input or output."""
    for event, data, definitions in _events(root, by_id(root)):
        if definitions and data and len(data) != len(definitions):
            yield at(event, definitions=str(len(definitions)), data=str(len(data)))


@rule(
    warning(
        "data-of-event-type",
        "{it} has data of another type than what it throws or catches.",
        "Give the data the item definition of the message, signal, error or escalation.",
    )
)
def other_type(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.84 and 10.86: the item definitions of the data and the event definition are equivalent."""
    nodes = by_id(root)
    for event, data, definitions in _events(root, nodes):
        for one, definition in zip(data, definitions, strict=False):
            if differ(item_of(one, nodes), item_of_event(definition, nodes), nodes):
                yield at(event)


def _events(
    root: etree._Element, nodes: Mapping[str, etree._Element]
) -> Iterator[tuple[etree._Element, list[etree._Element], list[etree._Element]]]:
    for name, kind in _DATA.items():
        for event in root.iter(bpmn(name)):
            definitions = []
            for node in event:
                if is_bpmn(node) and local(node) == "eventDefinitionRef":
                    node = nodes.get(text(node).rpartition(":")[2], node)
                if is_bpmn(node) and local(node).endswith("EventDefinition"):
                    definitions.append(node)
            yield event, data_of(event, kind), definitions


RULES = (other_number, other_type)
