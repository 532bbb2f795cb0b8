"""Identifiers: every element that execution speaks of has one, and no two have the same."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engine.reader.constructs import ELEMENTS
from engine.reader.nodes import attribute, is_bpmn
from engine.reader.problems import error
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

_SPOKEN_OF = ELEMENTS.keys() | {bpmn("process"), bpmn("sequenceFlow")}


@rule(error("id-missing", "{it} has no id.", "Save the diagram anew in its editor, which gives every element an id."))
def without_id(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 8.3.1: the id is required where an element is or will be referenced, as history does."""
    return (at(node) for node in root.iter(*_SPOKEN_OF) if not attribute(node, "id"))


@rule(error("id-twice", "{it} has the id “{id}”, which another element has as well.", "Give one of them another id."))
def same_id(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 8.3.1: the id uniquely identifies an element."""
    counted = Counter(attribute(node, "id") for node in root.iter() if is_bpmn(node))
    twice = {id for id, times in counted.items() if id and times > 1}
    return (at(node, id=attribute(node, "id")) for node in root.iter() if is_bpmn(node) and node.get("id") in twice)


RULES = (without_id, same_id)
