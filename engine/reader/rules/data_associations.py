"""Data associations: which data stand at their ends (BPMN 2.0.2, 10.4.2)."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import attribute, child, local
from engine.reader.problems import warning
from engine.reader.rules.data_types import by_id, names
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

_INTO, _OUT_OF = bpmn("dataInputAssociation"), bpmn("dataOutputAssociation")


@rule(
    warning(
        "data-association-end",
        "{it} has an association with “{data}” at its own end, which is no data of its own, so that nothing is moved.",
        "Let what is taken in go to a data input of it, and what is given come from a data output of it.",
    )
)
def other_end(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.4.2: an association leads into a data input, or out of a data output, of the element itself.

    Properties of the element, which many editors write there, do as well.
    """
    nodes = by_id(root)
    for association, name, kinds in _ends(root):
        owner = association.getparent()
        for id in names(association, name):
            data = nodes.get(id)
            if data is not None and (local(data) not in kinds or owner not in set(data.iterancestors())):
                yield at(association, data=attribute(data, "name") or id)


def _ends(root: etree._Element) -> Iterator[tuple[etree._Element, str, tuple[str, ...]]]:
    """The associations, each with the name of its end at the element, and the kinds of data that may be there."""
    yield from ((found, "targetRef", ("dataInput", "inputDataItem", "property")) for found in root.iter(_INTO))
    yield from ((found, "sourceRef", ("dataOutput", "outputDataItem", "property")) for found in root.iter(_OUT_OF))


@rule(
    warning(
        "data-association-empty",
        "{it} takes in data from nowhere.",
        "Name what the data comes from, or assign a value to it.",
    )
)
def from_nowhere(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.65: an association has sources, or says by an expression what it gives."""
    for association in root.iter(_INTO):
        if not any(
            child(association, bpmn(name)) is not None for name in ("sourceRef", "transformation", "assignment")
        ):
            yield at(association)


RULES = (other_end, from_nowhere)
