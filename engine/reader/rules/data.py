"""Data: what its parts say of one another. It is drawn for people, and typed for those who exchange it."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import attribute, is_true, local, reference
from engine.reader.problems import warning
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn


@rule(
    warning(
        "data-collection",
        "{it} has data that is {one} collection, but its item definition “{item}” says otherwise.",
        "Set isCollection alike on both.",
    )
)
def collection_differs(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.52 and following: isCollection must match the definition of the item."""
    items = {attribute(node, "id"): node for node in root.iterchildren(bpmn("itemDefinition"))}
    for node in root.iter():
        item = items.get(reference(node, "itemSubjectRef")) if local(node) in _COLLECTING else None
        if item is not None and is_true(node, "isCollection") != is_true(item, "isCollection"):
            one = "a" if is_true(node, "isCollection") else "no"
            yield at(node, one=one, item=attribute(item, "id"))


_COLLECTING = ("dataObject", "dataInput", "dataOutput")


@rule(
    warning(
        "data-object-name",
        "{it} stands for the data object “{name}”, but has another name.",
        "Give it that name, with the state in brackets where it has one.",
    )
)
def named_otherwise(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.4.1: the name of a data object reference is that of its data object, and the state."""
    objects = {attribute(node, "id"): attribute(node, "name") for node in root.iter(bpmn("dataObject"))}
    for node in root.iter(bpmn("dataObjectReference")):
        name = objects.get(reference(node, "dataObjectRef"))
        shown = attribute(node, "name")
        if name and shown and shown.partition("[")[0].strip() != name:
            yield at(node, name=name)


RULES = (collection_differs, named_otherwise)
