"""zeebe:executionListeners: jobs before an element begins and after its work is done."""

from lxml import etree

from engine.model.extensions import JobDefinition
from engine.reader.context import Context
from engine.reader.elements.jobs import job_of
from engine.reader.nodes import attribute, extensions
from engine.reader.vocabulary import zeebe


def listeners(node: etree._Element, context: Context, when: str) -> tuple[JobDefinition, ...]:
    """The execution listeners of a flow node at its “start” or “end”, in the order of the diagram."""
    return tuple(
        job_of(found, found.iterchildren(zeebe("taskHeaders")), context)
        for holder in extensions(node, zeebe("executionListeners"))
        for found in holder.iterchildren(zeebe("executionListener"))
        if attribute(found, "eventType") == when
    )
