"""Data of multi-instance activities: a collection, and what stands for one item of it (BPMN 2.0.2, table 10.30)."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import attribute, child, local, text
from engine.reader.problems import error, warning
from engine.reader.rules.data_types import by_id, data_of, differ, item_of
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

_ENDS = (("loopDataInputRef", "inputDataItem", "dataInput"), ("loopDataOutputRef", "outputDataItem", "dataOutput"))
_SUB_PROCESSES = ("subProcess", "transaction", "adHocSubProcess")
_OBJECTS = ("dataObject", "dataObjectReference", "property")


@rule(
    warning(
        "loop-data-type",
        "{it} repeats over data that is no collection of what stands for one item.",
        "Let the collection’s item definition be a collection, and the item’s one of the same structure that is none.",
    )
)
def other_type(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.30: the type of the data item is the scalar of the collection's type."""
    nodes = by_id(root)
    for loop in root.iter(bpmn("multiInstanceLoopCharacteristics")):
        for end, item, _ in _ENDS:
            collection = nodes.get(text(child(loop, bpmn(end))).rpartition(":")[2])
            if collection is not None and local(collection) == "dataObjectReference":
                collection = nodes.get(attribute(collection, "dataObjectRef"), collection)
            one = item_of(child(loop, bpmn(item)), nodes)
            if differ(item_of(collection, nodes), one, nodes, as_item=True):
                yield at(loop)


@rule(
    error(
        "loop-data-elsewhere",
        "{it} repeats over “{data}”, which is none of {whose}.",
        "Choose a data input or output of the task itself, or for a sub-process a data object around it.",
    )
)
def elsewhere(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.30: tasks refer to their own data inputs and outputs, sub-processes to data objects."""
    nodes = by_id(root)
    for loop in root.iter(bpmn("multiInstanceLoopCharacteristics")):
        activity = loop.getparent()
        if activity is None:
            continue
        for end, _, kind in _ENDS:
            data = text(child(loop, bpmn(end))).rpartition(":")[2]
            own = data in {attribute(one, "id") for one in data_of(activity, kind)}
            if data not in nodes or own:
                continue  # what is nowhere is said where it is read
            if local(activity) not in _SUB_PROCESSES:
                yield at(loop, data=data, whose="its data")
            elif local(nodes[data]) not in _OBJECTS:
                yield at(loop, data=data, whose="the data objects around it")


@rule(
    warning(
        "loop-data-incomplete",
        "{it} says what one item is, but not which collection it belongs to.",
        "Name the collection as well, or remove the item.",
    )
)
def incomplete(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.30: a data item represents the single item of the collection that is named."""
    for loop in root.iter(bpmn("multiInstanceLoopCharacteristics")):
        for end, item, _ in _ENDS:
            if child(loop, bpmn(item)) is not None and child(loop, bpmn(end)) is None:
                yield at(loop)


RULES = (other_type, elsewhere, incomplete)
