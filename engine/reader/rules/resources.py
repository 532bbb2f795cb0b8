"""Who does something: resources and their parameters, and by which technology (BPMN 2.0.2, 8.4.12 and 10.3.1)."""

import re
from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import attribute, child, children, is_true, reference, shape, text
from engine.reader.problems import warning
from engine.reader.rules.data_types import by_id
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

_ROLES = tuple(map(bpmn, ("resourceRole", "performer", "humanPerformer", "potentialOwner")))
_TECHNOLOGIES = ("##unspecified", "##WebService")
_URI = re.compile(r"[^\s#]+(#\S*)?")


@rule(
    warning(
        "resource-parameter-elsewhere",
        "{it} gives a value to “{parameter}”, which is no parameter of “{resource}”.",
        "Choose one of its parameters.",
    )
)
def stranger(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 8.50: a binding is to a parameter of the resource that the role names."""
    for role, resource, bound in _roles(root):
        own = {attribute(parameter, "id") for parameter in children(resource, bpmn("resourceParameter"))}
        yield from (at(role, parameter=id, resource=_name(resource)) for id in bound if id not in own)


@rule(
    warning(
        "resource-parameter-missing",
        "{it} gives no value to “{parameter}”, which “{resource}” requires.",
        "Bind a value to the parameter.",
    )
)
def required(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 8.50: a parameter of a resource may be mandatory."""
    for role, resource, bound in _roles(root):
        for parameter in children(resource, bpmn("resourceParameter")):
            if is_true(parameter, "isRequired") and attribute(parameter, "id") not in bound:
                yield at(role, parameter=_name(parameter), resource=_name(resource))


@rule(
    warning(
        "implementation-unknown",
        "{it} names “{technology}” as its technology, which is neither a URI nor ##unspecified or ##WebService.",
        "Write one of them, or remove the attribute; what a job does is said by its type.",
    )
)
def technology(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.8 and following: valid values are ##unspecified, ##WebService and URIs."""
    for node in root.iter():
        named = attribute(node, "implementation") if isinstance(node.tag, str) else ""
        if named and named not in _TECHNOLOGIES and not _URI.fullmatch(named):
            yield at(node, technology=named)


def _name(node: etree._Element) -> str:
    return attribute(node, "name") or attribute(node, "id")


def _roles(root: etree._Element) -> Iterator[tuple[etree._Element, etree._Element, list[str]]]:
    """Each role that names a resource, shown on its element: the resource, and the parameters that get a value."""
    nodes = by_id(root)
    for role in root.iter(*_ROLES):
        resource = nodes.get(text(child(role, bpmn("resourceRef"))).rpartition(":")[2])
        if resource is not None and resource.tag == bpmn("resource"):
            bindings = children(role, bpmn("resourceParameterBinding"))
            yield shape(role), resource, [reference(binding, "parameterRef") for binding in bindings]


RULES = (stranger, required, technology)
