"""Data of tasks that call operations or exchange messages: one value goes in, one comes out (BPMN 2.0.2, 10.3.3)."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.reader.nodes import attribute, child, children, reference, text
from engine.reader.problems import warning
from engine.reader.rules.data_types import by_id, data_of, differ, item_of, item_of_message
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

# The task, its data, and the message of its operation that the data is for.
_WAYS = (
    ("serviceTask", "dataInput", "inMessageRef"),
    ("serviceTask", "dataOutput", "outMessageRef"),
    ("businessRuleTask", "dataInput", "inMessageRef"),
    ("businessRuleTask", "dataOutput", "outMessageRef"),
    ("sendTask", "dataInput", "inMessageRef"),
    ("receiveTask", "dataOutput", "inMessageRef"),
)


@rule(
    warning(
        "data-of-message-several",
        "{it} exchanges one message, but has {count} {what}.",
        "Keep one; a message carries one value.",
    )
)
def several(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3: at most one input set (output set) with one data input (output) for a message."""
    for node, kind, _, _ in _exchanges(root):
        specification = child(node, bpmn("ioSpecification"))
        if specification is None:
            continue
        word = "input" if kind == "dataInput" else "output"
        for name, what in ((f"{word}Set", f"{word} sets"), (kind, f"data {word}s")):
            count = len(list(children(specification, bpmn(name))))
            if count > 1:
                yield at(node, count=str(count), what=what)


@rule(
    warning(
        "data-of-message-type",
        "{it} has data of another type than the message “{message}” that it exchanges.",
        "Give the data the item definition of the message.",
    )
)
def other_type(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3: the item definition of the data is equivalent to that of the message."""
    for node, kind, message, nodes in _exchanges(root):
        carried = item_of_message(message, nodes)
        for data in data_of(node, kind):
            if differ(item_of(data, nodes), carried, nodes):
                yield at(node, message=attribute(nodes[message], "name") or message)


@rule(
    warning(
        "data-of-message-missing",
        "{it} describes its data, but none of it is for the message “{message}” that it exchanges.",
        "Give it a data input for what is sent, or a data output for what comes.",
    )
)
def missing(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3: where the operation has a message, there is a data input or output for it."""
    for node, kind, message, nodes in _exchanges(root):
        described = child(node, bpmn("ioSpecification")) is not None
        if described and item_of_message(message, nodes) and not data_of(node, kind):
            yield at(node, message=attribute(nodes[message], "name") or message)


def _exchanges(root: etree._Element) -> Iterator[tuple[etree._Element, str, str, Mapping[str, etree._Element]]]:
    """Each task with the kind of its data and the id of the message that goes with it."""
    nodes = by_id(root)
    for name, kind, of_operation in _WAYS:
        for node in root.iter(bpmn(name)):
            message = reference(node, "messageRef") or _message_of(node, of_operation, nodes)
            if message in nodes:
                yield node, kind, message, nodes


def _message_of(node: etree._Element, name: str, nodes: Mapping[str, etree._Element]) -> str:
    """The id of the message that the operation of the task or event definition takes or gives."""
    id = reference(node, "operationRef") or text(child(node, bpmn("operationRef"))).rpartition(":")[2]
    operation = nodes.get(id)
    return "" if operation is None else text(child(operation, bpmn(name))).rpartition(":")[2]


@rule(
    warning(
        "operation-of-other-message",
        "{it} exchanges the message “{message}”, but names an operation that takes another one.",
        "Choose an operation that takes the message, or name no operation.",
    )
)
def other_message(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3 and table 10.98: the message is sent or received by the operation that is named."""
    nodes = by_id(root)
    for node in root.iter(*map(bpmn, ("sendTask", "receiveTask", "messageEventDefinition"))):
        message, taken = reference(node, "messageRef"), _message_of(node, "inMessageRef", nodes)
        given = _message_of(node, "outMessageRef", nodes)
        if message in nodes and taken and message not in (taken, given):
            yield at(node, message=attribute(nodes[message], "name") or message)


@rule(
    warning(
        "data-of-operation-unused",
        "{it} has {count} output sets, but its operation answers once at most.",
        "Keep one output set.",
    )
)
def several_answers(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3: a service task with an operation has one input set and at most one output set."""
    nodes = by_id(root)
    for node in root.iter(bpmn("serviceTask"), bpmn("businessRuleTask")):
        specification = child(node, bpmn("ioSpecification"))
        if reference(node, "operationRef") in nodes and specification is not None:
            count = len(list(children(specification, bpmn("outputSet"))))
            if count > 1 and not _message_of(node, "outMessageRef", nodes):
                yield at(node, count=str(count))


RULES = (several, other_type, missing, other_message, several_answers)
