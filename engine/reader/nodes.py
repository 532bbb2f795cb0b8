"""Small questions to XML nodes: children, text, extension elements, and how to call a node in a sentence."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.reader.vocabulary import BPMN, CONTAINERS, UNDRAWN, bpmn, zeebe

_EXTENSIONS = bpmn("extensionElements")
_KIND = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHOWN = 60  # longer names are cut in sentences


def tag(node: etree._Element) -> str:
    """The qualified tag; comments and processing instructions have none."""
    return node.tag if isinstance(node.tag, str) else ""


def local(node: etree._Element) -> str:
    """The tag without its namespace."""
    return tag(node).rpartition("}")[2]


def is_bpmn(node: etree._Element) -> bool:
    """Whether the node is an element of the standard."""
    return tag(node).startswith(f"{{{BPMN}}}")


def children(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """The child elements with that qualified tag."""
    return node.iterchildren(name)


def child(node: etree._Element, name: str) -> etree._Element | None:
    """The first child element with that qualified tag."""
    return next(node.iterchildren(name), None)


def extension(node: etree._Element, name: str) -> etree._Element | None:
    """The first extension element of `node` with that qualified tag."""
    return next(extensions(node, name), None)


def extensions(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """The extension elements of `node` with that qualified tag."""
    for holder in node.iterchildren(_EXTENSIONS):
        yield from holder.iterchildren(name)


def text(node: etree._Element | None) -> str:
    """The text of a node without the space around it; empty for no node."""
    return "" if node is None else "".join(str(part) for part in node.itertext()).strip()


def documentation(node: etree._Element) -> str:
    """What the author wrote about the element."""
    return "\n\n".join(text(found) for found in node.iterchildren(bpmn("documentation")))


def attribute(node: etree._Element, name: str) -> str:
    """An attribute without the space around it; empty where it is missing."""
    return (node.get(name) or "").strip()


def is_true(node: etree._Element, name: str, default: bool = False) -> bool:
    """A boolean attribute (XML Schema, 3.2.2)."""
    value = attribute(node, name)
    return value in ("true", "1") if value else default


def whole_number(node: etree._Element, name: str) -> int | None:
    """An attribute that is a whole number from 0, with at most nine digits; None for anything else."""
    value = attribute(node, name)
    return int(value) if value.isdecimal() and len(value) < 10 else None


def is_event_sub_process(node: etree._Element | None) -> bool:
    """Whether the node is a sub-process that an event starts."""
    return node is not None and tag(node) == bpmn("subProcess") and is_true(node, "triggeredByEvent")


def reference(node: etree._Element, name: str) -> str:
    """An attribute that holds a QName, without its prefix where that is declared."""
    value = attribute(node, name)
    prefix, colon, rest = value.partition(":")
    return rest if colon and prefix in node.nsmap else value


def called_element(node: etree._Element) -> str:
    """What a call activity calls: by zeebe:calledElement, or by the standard's own attribute."""
    found = extension(node, zeebe("calledElement"))
    named = "" if found is None else attribute(found, "processId")
    return named or reference(node, "calledElement")


def line(node: etree._Element) -> int | None:
    """The line of the file that the element begins on."""
    number: Any = node.sourceline
    return number if isinstance(number, int) else None


def shape(node: etree._Element) -> etree._Element:
    """The element that a problem in `node` is shown on: what stands in a process, a collaboration or the file."""
    while (parent := node.getparent()) is not None and (tag(parent) not in CONTAINERS or tag(node) in UNDRAWN):
        node = parent
    return node


def label(node: etree._Element) -> str:
    """How a sentence calls the element: its kind and its name, or else its id."""
    kind = _KIND.sub(" ", local(node)).lower()
    name = " ".join((node.get("name") or node.get("id") or "").split())
    if len(name) > _SHOWN:
        name = f"{name[:_SHOWN]}…"
    return f"the {kind} “{name}”" if name else f"the {kind}"
