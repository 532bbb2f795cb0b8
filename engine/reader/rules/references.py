"""References inside a file: each leads to an element of the right kind."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import attribute, is_bpmn, local, text
from engine.reader.problems import warning
from engine.reader.rules.table import Found, at, rule

# Attribute or child element: the kinds that it may refer to. The references that execution follows are not among them:
# those are errors, said where they are read.
_KINDS: dict[str, frozenset[str]] = {
    "categoryValueRef": frozenset(("categoryValue",)),
    "dataObjectRef": frozenset(("dataObject",)),
    "dataStoreRef": frozenset(("dataStore",)),
    "inMessageRef": frozenset(("message",)),
    "interfaceRef": frozenset(("interface",)),
    "itemSubjectRef": frozenset(("itemDefinition",)),
    "operationRef": frozenset(("operation",)),
    "outMessageRef": frozenset(("message",)),
    "participantRef": frozenset(("participant",)),
    "processRef": frozenset(("process",)),
}
_OF_OPERATION = {"errorRef": frozenset(("error",))}


@rule(
    warning(
        "reference-wrong",
        "{it} names “{id}” as its {name}, which is {what}.",
        "Choose anew what it refers to.",
    )
)
def wrong_reference(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 8.3.1 and the attribute tables: the type of what a reference refers to."""
    kinds = {attribute(node, "id"): local(node) for node in root.iter() if node.get("id")}
    for node in root.iter():
        if not is_bpmn(node):
            continue
        for name, id in _references(node):
            kind = kinds.get(id)
            allowed = _KINDS.get(name) or _OF_OPERATION[name]
            if kind not in allowed and ":" not in id:  # a prefix names another file
                yield at(node, id=id, name=name, what=f"a {kind}" if kind else "not in the file")


def _references(node: etree._Element) -> Iterator[tuple[str, str]]:
    for name, value in node.attrib.items():
        if name in _KINDS and value:
            yield str(name), _local(node, str(value))
    if (local(node) in _KINDS or (local(node) in _OF_OPERATION and _is_in_operation(node))) and text(node):
        yield local(node), _local(node, text(node))


def _is_in_operation(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and local(parent) == "operation"


def _local(node: etree._Element, value: str) -> str:
    """The id, without a prefix that stands for the file's own namespace."""
    prefix, colon, rest = value.strip().partition(":")
    own = attribute(node.getroottree().getroot(), "targetNamespace")
    return rest if colon and node.nsmap.get(prefix) == own else value.strip()


RULES = (wrong_reference,)
