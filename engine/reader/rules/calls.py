"""Calls between the processes of one file."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import attribute, called_element, children, label
from engine.reader.problems import error
from engine.reader.rules.starts import has_trigger
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn


@rule(
    error(
        "call-cannot-start",
        "{it} calls {process}, where each start event waits for something else.",
        "Draw a start event without a trigger in the process that is called.",
    )
)
def cannot_start(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.2: a process that is called starts at its none start event."""
    processes = {attribute(node, "id"): node for node in root.iterchildren(bpmn("process"))}
    for node in root.iter(bpmn("callActivity")):
        called = processes.get(called_element(node))
        starts = [] if called is None else list(children(called, bpmn("startEvent")))
        if called is not None and starts and all(has_trigger(start) for start in starts):
            yield at(node, process=label(called))


RULES = (cannot_start,)
