"""What the parser classes share while one file is read."""

from dataclasses import dataclass, field

from lxml import etree

from engine.reader.data import DataItems
from engine.reader.expressions import Expressions
from engine.reader.nodes import attribute, extensions, line, reference, shape
from engine.reader.problems import Problems
from engine.reader.references import Reference, ReferenceKind
from engine.reader.vocabulary import bpmn, zeebe


@dataclass(slots=True)
class Context:
    """The problems so far, the compiled expressions, what stands beside the processes, and what is referred to."""

    problems: Problems
    expressions: Expressions
    definitions: dict[str, etree._Element]  # the root elements with an id: messages, errors, resources …
    data: DataItems
    associated: dict[str, list[etree._Element]]  # by id: what an association leads to from there, either way
    references: list[Reference] = field(default_factory=list)

    @staticmethod
    def of(root: etree._Element, problems: Problems) -> "Context":
        """A context for the file with that `definitions` element."""
        definitions = {attribute(node, "id"): node for node in root if node.get("id")}
        return Context(problems, Expressions(problems), definitions, DataItems(root), _associated(root))

    def definition(self, id: str, tag: str) -> etree._Element | None:
        """The root element with that id and tag, if there is one."""
        found = self.definitions.get(id)
        return found if found is not None and found.tag == tag else None

    def properties(self, node: etree._Element) -> dict[str, str]:
        """zeebe:properties of an element or a process."""
        return {
            attribute(found, "name"): found.get("value") or ""
            for holder in extensions(node, zeebe("properties"))
            for found in holder.iterchildren(zeebe("property"))
            if attribute(found, "name")
        }

    def refer(
        self,
        kind: ReferenceKind,
        node: etree._Element,
        id: str,
        binding: str = "latest",
        version_tag: str | None = None,
    ) -> None:
        """Note that the element of `node` names something outside the file."""
        element = attribute(shape(node), "id")
        self.references.append(Reference(kind, id, element, line(node), binding, version_tag))


def _associated(root: etree._Element) -> dict[str, list[etree._Element]]:
    nodes = {attribute(node, "id"): node for node in root.iter() if node.get("id")}
    found: dict[str, list[etree._Element]] = {}
    for node in root.iter(bpmn("association")):
        source, target = reference(node, "sourceRef"), reference(node, "targetRef")
        for one, other in ((source, target), (target, source)):
            if other in nodes:
                found.setdefault(one, []).append(nodes[other])
    return found
