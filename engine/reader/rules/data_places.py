"""Where data may stand and which ways it may go (BPMN 2.0.2, 10.4.1 and 10.4.2)."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.data import CALLABLE
from engine.reader.nodes import attribute, child, local, reference, text
from engine.reader.problems import warning
from engine.reader.rules.data_types import by_id, differ, item_of, names
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

_SUB_PROCESSES = tuple(map(bpmn, ("subProcess", "transaction", "adHocSubProcess")))
_ASSOCIATIONS = (bpmn("dataInputAssociation"), bpmn("dataOutputAssociation"))


@rule(
    warning(
        "data-of-sub-process",
        "{it} has data inputs or outputs of its own, which a sub-process does not need.",
        "Remove them; what is inside sees the data around it.",
    )
)
def of_sub_process(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.4.2: sub-processes have no specification of data; they use the data of their context."""
    return (at(node) for node in root.iter(*_SUB_PROCESSES) if child(node, bpmn("ioSpecification")) is not None)


@rule(
    warning(
        "data-wrong-way",
        "{it} moves data {way} “{data}” of {whose}, which goes the other way.",
        "Read from data inputs, and write to data outputs.",
    )
)
def wrong_way(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.4.1: data inputs of a process have no incoming associations, its data outputs no outgoing ones."""
    nodes = by_id(root)
    for association in root.iter(*_ASSOCIATIONS):
        for name, kind, way in (("sourceRef", "dataOutput", "from"), ("targetRef", "dataInput", "to")):
            for id in names(association, name):
                data = nodes.get(id)
                holder = None if data is None else data.getparent()
                specified = holder is not None and local(holder) == "ioSpecification"
                owner = holder.getparent() if holder is not None and specified else None
                whole = owner is not None and local(owner) in CALLABLE
                if data is not None and local(data) == kind and whole:
                    yield at(association, way=way, data=id, whose="the process")


@rule(
    warning(
        "data-object-state",
        "{it} has a state, which only a reference to a data object has.",
        "Give the state to the reference.",
    )
)
def state_of_object(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.4.1: data objects cannot specify states, which their references do."""
    return (at(node) for node in root.iter(bpmn("dataObject")) if child(node, bpmn("dataState")) is not None)


@rule(
    warning(
        "data-reference-type",
        "{it} has a type, which only the data object itself has.",
        "Give the item definition to the data object.",
    )
)
def type_of_reference(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.4.1: data object references cannot specify item definitions."""
    return (at(node) for node in root.iter(bpmn("dataObjectReference")) if node.get("itemSubjectRef"))


@rule(
    warning(
        "data-reference-of-nothing",
        "{it} stands for no data object.",
        "Let it refer to the data object that it shows.",
    )
)
def of_nothing(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.53: a data object reference refers to a data object."""
    return (at(node) for node in root.iter(bpmn("dataObjectReference")) if not attribute(node, "dataObjectRef"))


@rule(
    warning(
        "data-types-differ",
        "{it} copies data to data of another type.",
        "Give both the same item definition, or write a transformation.",
    )
)
def types_differ(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.65: without a transformation or assignment, source and target are of the same type."""
    nodes = by_id(root)
    for association in root.iter(*_ASSOCIATIONS):
        changed = any(child(association, bpmn(name)) is not None for name in ("transformation", "assignment"))
        target = _item(text(child(association, bpmn("targetRef"))), nodes)
        for source in names(association, "sourceRef"):
            if not changed and differ(_item(source, nodes), target, nodes):
                yield at(association)


@rule(
    warning(
        "data-out-of-reach",
        "{it} moves data from or to “{data}”, which is inside a sub-process that it does not stand in.",
        "Move the data object out to where both can see it.",
    )
)
def out_of_reach(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.4.1: data can be reached from its own process or sub-process and from what is inside that."""
    nodes = by_id(root)
    for association in root.iter(*_ASSOCIATIONS):
        around = set(association.iterancestors())
        for id in (*names(association, "sourceRef"), *names(association, "targetRef")):
            data = nodes.get(id)
            if data is None or local(data) not in ("dataObject", "dataObjectReference", "property"):
                continue
            if data.getparent() not in around:
                yield at(association, data=attribute(data, "name") or id)


@rule(
    warning(
        "data-never-given",
        "{it} waits for “{data}”, which nothing in the diagram gives.",
        "Let something write it, give the instance a variable of that name, or make the input optional.",
    )
)
def never_given(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.4.2: an activity waits until an input set is available."""
    nodes = by_id(root)
    written = {_object(id, nodes) for found in root.iter(_ASSOCIATIONS[1]) for id in names(found, "targetRef")}
    for association in root.iter(_ASSOCIATIONS[0]):
        target = nodes.get(text(child(association, bpmn("targetRef"))))
        if target is None or not target.get("itemSubjectRef"):
            continue
        optional = {id for one in root.iter(bpmn("optionalInputRefs")) if (id := text(one))}
        for id in names(association, "sourceRef"):
            known = nodes.get(id)
            drawn = known is not None and local(known) in ("dataObject", "dataObjectReference")
            if drawn and _object(id, nodes) not in written and attribute(target, "id") not in optional:
                yield at(association, data=attribute(nodes[id], "name") or _named(nodes, id))


def _named(nodes: dict[str, etree._Element], id: str) -> str:
    found = nodes.get(_object(id, nodes))
    return (attribute(found, "name") if found is not None else "") or id


def _object(id: str, nodes: dict[str, etree._Element]) -> str:
    node = nodes.get(id)
    return id if node is None else reference(node, "dataObjectRef") or id


def _item(id: str, nodes: dict[str, etree._Element]) -> str:
    return item_of(nodes.get(_object(id.rpartition(":")[2], nodes)), nodes)


RULES = (
    of_nothing,
    of_sub_process,
    wrong_way,
    state_of_object,
    type_of_reference,
    types_differ,
    out_of_reach,
    never_given,
)
