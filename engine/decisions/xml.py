"""The XML side of DMN: safe parsing, and elements by their local names, whichever version's namespace they are in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from engine.decisions.errors import DmnError, problem

Element: TypeAlias = etree._Element

MAX_BYTES = 10_000_000
# The model namespaces of DMN 1.1 to 1.5; the elements used here are the same in all of them.
NAMESPACES = frozenset(
    (
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    )
)


def parse(xml: bytes) -> Element:
    """The ``definitions`` element; nothing is fetched. Raises DmnError for anything but a DMN file without entities."""
    if len(xml) > MAX_BYTES:
        raise DmnError(problem("definitions", "dmn-too-large", limit=MAX_BYTES))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DmnError(problem("definitions", "dmn-not-xml", reason=getattr(error, "msg", error))) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DmnError(problem("definitions", "dmn-doctype"))
    if local(root) != "definitions" or etree.QName(root).namespace not in NAMESPACES:
        raise DmnError(problem("definitions", "dmn-no-model"))
    return root


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself before its elements are read: its namespace, and those of the models it imports."""

    namespace: str
    name: str
    imports: tuple[str, ...]


def read_head(xml: bytes) -> Head:
    """Raises DmnError for what is no DMN file."""
    root = parse(xml)
    wanted = (part.get("namespace") or "" for part in children(root, "import") if imports_model(part))
    return Head(root.get("namespace") or "", root.get("name") or "", tuple(dict.fromkeys(wanted)))


def imports_model(element: Element) -> bool:
    """Other kinds of files than models hold nothing that decisions use."""
    return "DMN" in (element.get("importType") or "DMN")


def local(element: Element) -> str:
    """The local name of an element, and "" for comments and foreign elements."""
    tag: object = element.tag  # a function where the element is a comment
    if not isinstance(tag, str):
        return ""
    name = etree.QName(element)
    return name.localname if name.namespace in NAMESPACES else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    for inner in element:
        if local(inner) in names:
            yield inner


def child(element: Element, *names: str) -> Element | None:
    return next(children(element, *names), None)


def text_of(element: Element | None) -> str:
    """What stands in the ``text`` child, or nothing."""
    inner = None if element is None else child(element, "text")
    return "" if inner is None else "".join(str(part) for part in inner.itertext()).strip()


def label(element: Element) -> str:
    """How to name an element to a person: its id, else that of the nearest element around it, with the name."""
    name = element.get("name")
    at: Element | None = element
    while at is not None and not at.get("id"):
        name = name or at.get("name")
        at = at.getparent()
    return name or local(element) if at is None or at.getparent() is None else str(at.get("id"))
