"""Diagram interchange: every shape and edge depicts an element of the file (BPMN 2.0.2, 12.2)."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import is_bpmn, local, reference
from engine.reader.problems import warning
from engine.reader.rules.data_types import by_id
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import BPMN_DI

_EDGES = ("sequenceFlow", "messageFlow", "association", "conversationLink", "dataInputAssociation")
_CONNECTING = frozenset((*_EDGES, "dataOutputAssociation"))


@rule(
    warning(
        "shape-of-nothing",
        "the drawing shows “{id}”, which is not in the file, or is drawn in another way.",
        "Save the diagram anew in its editor, or remove what is left over from the drawing.",
    )
)
def of_nothing(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, tables 12.2 to 12.4: planes, shapes and edges refer to what they depict, each to its kind."""
    nodes = by_id(root)
    for name in ("BPMNPlane", "BPMNShape", "BPMNEdge"):
        for node in root.iter(f"{{{BPMN_DI}}}{name}"):
            id = reference(node, "bpmnElement")
            found = nodes.get(id)
            drawn = found is not None and is_bpmn(found) and _fits(name, local(found))
            if id and ":" not in id and not drawn:
                yield at(root, id=id)


def _fits(name: str, kind: str) -> bool:
    return name == "BPMNPlane" or (kind in _CONNECTING) is (name == "BPMNEdge")


RULES = (of_nothing,)
