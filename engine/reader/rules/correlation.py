"""Correlation as the standard draws it: keys made of properties (BPMN 2.0.2, 8.4.2)."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import attribute, children, reference
from engine.reader.problems import warning
from engine.reader.rules.data_types import by_id, names
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn


@rule(
    warning(
        "correlation-property-elsewhere",
        "{it} binds the correlation property “{property}”, which is no part of the key “{key}”.",
        "Bind the properties of the key, each once.",
    )
)
def elsewhere(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 8.34: a subscription binds the properties of its correlation key."""
    nodes = by_id(root)
    for subscription in root.iter(bpmn("correlationSubscription")):
        key = nodes.get(reference(subscription, "correlationKeyRef"))
        for binding in children(subscription, bpmn("correlationPropertyBinding")):
            id = reference(binding, "correlationPropertyRef")
            if key is not None and id in nodes and id not in names(key, "correlationPropertyRef"):
                yield at(subscription, property=id, key=attribute(key, "name") or attribute(key, "id"))


RULES = (elsewhere,)
