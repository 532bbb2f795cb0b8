"""Data of call activities and of what they call; what is offered as a service (BPMN 2.0.2, 10.3.6 and 10.4.2)."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.reader.data import CALLABLE
from engine.reader.nodes import attribute, child, children, label, reference, text
from engine.reader.problems import warning
from engine.reader.rules.data_types import by_id, data_of, differ, item_of, item_of_message
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn


@rule(
    warning(
        "call-data-differs",
        "{it} takes in or gives out other data than {called}, which it calls.",
        "Give both the same data inputs and outputs, of the same types and in the same order.",
    )
)
def differs(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.6: the specification of a call activity exactly matches that of what it calls."""
    nodes = by_id(root)
    for node in root.iter(bpmn("callActivity")):
        called = nodes.get(reference(node, "calledElement"))
        if called is None or called.tag not in map(bpmn, CALLABLE):
            continue
        for kind in ("dataInput", "dataOutput"):
            mine, theirs = data_of(node, kind), data_of(called, kind)
            items = [(item_of(one, nodes), item_of(other, nodes)) for one, other in zip(mine, theirs, strict=False)]
            typed = any(bool(one) != bool(other) or differ(one, other, nodes) for one, other in items)
            if len(mine) != len(theirs) or typed:
                yield at(node, called=label(called))
                break


@rule(
    warning(
        "service-without-binding",
        "{it} is offered as a service, but nothing says which of its data belong to which operation.",
        "Add a binding of its input and output to an operation of the interface.",
    )
)
def unbound(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.60: what is exposed as a service defines at least one binding."""
    for node in root.iterchildren(*map(bpmn, CALLABLE)):
        if child(node, bpmn("supportedInterfaceRef")) is not None and child(node, bpmn("ioBinding")) is None:
            yield at(node)


@rule(
    warning(
        "service-binding-wrong",
        "{it} binds “{data}” to the operation “{operation}”, which takes or gives something else.",
        "Bind a data input and a data output of the element, of the types of the operation’s messages.",
    )
)
def wrong_binding(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.60: a binding connects one input and one output with an operation of an interface."""
    nodes = by_id(root)
    for node in root.iterchildren(*map(bpmn, CALLABLE)):
        offered = {text(found).rpartition(":")[2] for found in children(node, bpmn("supportedInterfaceRef"))}
        for binding in children(node, bpmn("ioBinding")):
            yield from _wrong(node, binding, offered, nodes)


def _wrong(
    node: etree._Element, binding: etree._Element, offered: set[str], nodes: Mapping[str, etree._Element]
) -> Iterator[Found]:
    id = reference(binding, "operationRef")
    operation = nodes.get(id)
    interface = None if operation is None else operation.getparent()
    here = interface is not None and (not offered or attribute(interface, "id") in offered)
    for name, kind, carrier in (
        ("inputDataRef", "dataInput", "inMessageRef"),
        ("outputDataRef", "dataOutput", "outMessageRef"),
    ):
        data = reference(binding, name)
        own = {attribute(found, "id"): found for found in data_of(node, kind)} | _sets(node, kind)
        message = "" if operation is None else text(child(operation, bpmn(carrier))).rpartition(":")[2]
        carried = item_of_message(message, nodes)
        if not here or data not in own or differ(item_of(own[data], nodes), carried, nodes):
            yield at(binding, data=data, operation=id)


def _sets(node: etree._Element, kind: str) -> dict[str, etree._Element]:
    """The sets of the element: the metamodel binds those, the schema speaks of the data."""
    specification = child(node, bpmn("ioSpecification"))
    name = "inputSet" if kind == "dataInput" else "outputSet"
    found = () if specification is None else children(specification, bpmn(name))
    return {attribute(one, "id"): one for one in found if one.get("id")}


RULES = (differs, unbound, wrong_binding)
