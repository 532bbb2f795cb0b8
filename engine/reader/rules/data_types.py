"""When two elements hold the same kind of data (BPMN 2.0.2, 8.4.10 on item definitions)."""

from collections.abc import Mapping

from lxml import etree

from engine.reader.nodes import attribute, child, children, is_true, local, reference, tag, text
from engine.reader.vocabulary import bpmn

_EVENTS = {
    "messageEventDefinition": ("messageRef", "itemRef"),
    "signalEventDefinition": ("signalRef", "structureRef"),
    "errorEventDefinition": ("errorRef", "structureRef"),
    "escalationEventDefinition": ("escalationRef", "structureRef"),
}


def by_id(root: etree._Element) -> dict[str, etree._Element]:
    """Every element that has an id."""
    return {attribute(node, "id"): node for node in root.iter() if node.get("id")}


def item_of(node: etree._Element | None, nodes: Mapping[str, etree._Element], name: str = "itemSubjectRef") -> str:
    """The id of the item definition that the node names; empty where it names none that the file has."""
    id = "" if node is None else reference(node, name).rpartition(":")[2]
    return id if id in nodes and tag(nodes[id]) == bpmn("itemDefinition") else ""


def differ(one: str, other: str, nodes: Mapping[str, etree._Element], *, as_item: bool = False) -> bool:
    """Whether two item definitions (ids) are of different types: not the same, and not of the same structure.

    `as_item`: `one` holds many of what `other` is.
    """
    if not one or not other:
        return False
    first, second = nodes[one], nodes[other]
    structures = reference(first, "structureRef"), reference(second, "structureRef")
    if as_item:
        return structures[0] != structures[1] or not is_true(first, "isCollection") or is_true(second, "isCollection")
    if one == other:
        return False
    return not structures[0] or structures[0] != structures[1] or collects(first) != collects(second)


def collects(node: etree._Element) -> bool:
    """Whether the item definition stands for many."""
    return is_true(node, "isCollection")


def item_of_message(id: str, nodes: Mapping[str, etree._Element]) -> str:
    """The item definition of a message."""
    message = nodes.get(id.rpartition(":")[2])
    return item_of(message, nodes, "itemRef") if message is not None and local(message) == "message" else ""


def item_of_event(definition: etree._Element, nodes: Mapping[str, etree._Element]) -> str:
    """The item definition of what an event definition throws or catches."""
    found = _EVENTS.get(local(definition))
    if found is None:
        return ""
    named = nodes.get(reference(definition, found[0]).rpartition(":")[2])
    return item_of(named, nodes, found[1])


def data_of(node: etree._Element, kind: str) -> list[etree._Element]:
    """The data inputs or data outputs of an activity, an event or a callable element."""
    specification = child(node, bpmn("ioSpecification"))
    return list(children(node if specification is None else specification, bpmn(kind)))


def names(node: etree._Element, child_name: str) -> list[str]:
    """The ids that the children of that name hold."""
    return [text(found).rpartition(":")[2] for found in children(node, bpmn(child_name))]
