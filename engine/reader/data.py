"""The data of a file (BPMN 2.0.2, 10.4): what holds values, by id, and which variable each value is.

A data object has the name that it is drawn with; where only references to it have a name, it is theirs.
"""

from functools import cached_property

from lxml import etree

from engine.model.data import DataItem
from engine.reader.global_tasks import KINDS
from engine.reader.nodes import attribute, child, local, reference, tag, text
from engine.reader.vocabulary import bpmn

# What bpmn.io editors write as the end of a data association that is only drawn.
PLACEHOLDER = "__targetRef_placeholder"

_OBJECT, _REFERENCE, _STORE = bpmn("dataObject"), bpmn("dataObjectReference"), bpmn("dataStoreReference")
_REFERS = {_REFERENCE: "dataObjectRef", _STORE: "dataStoreRef"}
_ITEMS = (
    _OBJECT,
    _REFERENCE,
    _STORE,
    *map(bpmn, ("dataStore", "property", "dataInput", "dataOutput", "inputDataItem", "outputDataItem")),
)
_HOLDERS = ("ioSpecification", "multiInstanceLoopCharacteristics")
CALLABLE = ("process", *KINDS)


class DataItems:
    """Looks up data by id; knows which of it anything in the file writes."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root

    @cached_property
    def nodes(self) -> dict[str, etree._Element]:
        """The elements that hold data, by id."""
        return {attribute(node, "id"): node for node in self._root.iter(*_ITEMS) if node.get("id")}

    def item(self, id: str, *, to_write: bool = False) -> DataItem | None:
        """The data with that id; None where the file has no such data.

        Read in a state that nothing in the file gives it, it is read in any state.
        """
        node = self.nodes.get(id)
        if node is None:
            return None
        data, state = self.behind(node), state_of(node)
        known = attribute(data, "id")
        if not to_write and (known, state) not in self._written:
            state = ""
        awaited = any(id == known for id, _ in self._written) or _given_by_caller(data)
        return DataItem(known, self.name(data), owner_of(data), state, awaited, is_typed(data), self.store(data))

    def store(self, node: etree._Element) -> str:
        """The name of the data store that the element refers to or is; empty for other data."""
        return self.name(node) if local(node) == "dataStore" or tag(node) == _STORE else ""

    def behind(self, node: etree._Element) -> etree._Element:
        """The data object or data store that a reference stands for; anything else stands for itself."""
        name = _REFERS.get(tag(node))
        return node if name is None else self.nodes.get(reference(node, name), node)

    def name(self, node: etree._Element) -> str:
        """The variable that is the value of the data."""
        named = shown_name(node)
        if not named and tag(node) == _OBJECT:
            named = self._reference_names.get(attribute(node, "id"), "")
        return named or attribute(node, "id")

    @cached_property
    def _reference_names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in self._root.iter(_REFERENCE):
            if named := shown_name(node):
                found.setdefault(reference(node, "dataObjectRef"), named)
        return found

    @cached_property
    def _written(self) -> frozenset[tuple[str, str]]:
        """The ids of the data that some association writes, each with the state that it is written in."""
        targets = (text(child(node, bpmn("targetRef"))) for node in self._root.iter(bpmn("dataOutputAssociation")))
        nodes = [self.nodes[id] for target in targets if (id := target.rpartition(":")[2]) in self.nodes]
        return frozenset((attribute(self.behind(node), "id"), state_of(node)) for node in nodes)


def shown_name(node: etree._Element) -> str:
    """The name that the data is drawn with, without the state in brackets behind it."""
    name = " ".join(attribute(node, "name").split())
    return name.partition("[")[0].strip() or name


def state_of(node: etree._Element) -> str:
    """The state in which data is drawn (BPMN 2.0.2, table 10.53); empty for none."""
    found = child(node, bpmn("dataState"))
    return "" if found is None else attribute(found, "name")


def owner_of(node: etree._Element) -> str:
    """The id of the element that has the data: a process or sub-process, an activity or an event."""
    parent = node.getparent()
    if parent is not None and local(parent) in _HOLDERS:
        parent = parent.getparent()
    return "" if parent is None else attribute(parent, "id")


def is_typed(node: etree._Element) -> bool:
    """Whether the data has an item definition, so that its value is meant for the engine and not only for people."""
    return bool(node.get("itemSubjectRef"))


def _given_by_caller(node: etree._Element) -> bool:
    holder = node.getparent()
    owner = None if holder is None or local(holder) != "ioSpecification" else holder.getparent()
    return local(node) == "dataInput" and owner is not None and local(owner) in CALLABLE
