"""Links: both ends in the same scope, each open on its other side."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

from lxml import etree

from engine.model.elements import Event, IntermediateCatchEvent, IntermediateThrowEvent
from engine.model.events import LinkEventDefinition
from engine.reader.draft import Draft
from engine.reader.nodes import attribute, child, label, tag, text
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

Kind = TypeVar("Kind", bound=Event)


def link_ends(draft: Draft, kind: type[Kind]) -> Iterator[tuple[Kind, etree._Element, tuple[str, str]]]:
    """The throwing or the catching ends of links, each with its scope and name."""
    for event, node in draft.of(kind):
        if isinstance(event.definition, LinkEventDefinition) and event.definition.name:
            yield event, node, (event.scope, event.definition.name)


@rule(
    error(
        "link-without-catch",
        "{it} throws the link “{link}”, which no event beside it catches.",
        "Draw a catching link event of that name in the same process or sub-process.",
    )
)
def without_catch(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.5: the two ends of a link are in the same process level, and a source has one target."""
    caught = {link for _, _, link in link_ends(draft, IntermediateCatchEvent)}
    return (at(node, link=link[1]) for _, node, link in link_ends(draft, IntermediateThrowEvent) if link not in caught)


@rule(
    error(
        "link-caught-twice",
        "{it} catches the link “{link}”, which another event beside it catches as well.",
        "Keep one of them, or give them different names.",
    )
)
def caught_twice(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.5: there may be several sources of a link, but only one target."""
    caught = Counter(link for _, _, link in link_ends(draft, IntermediateCatchEvent))
    for _, node, link in link_ends(draft, IntermediateCatchEvent):
        if caught[link] > 1:
            yield at(node, link=link[1])


@rule(
    warning(
        "link-without-throw",
        "{it} catches the link “{link}”, which no event beside it throws.",
        "Draw a throwing link event of that name in the same process or sub-process, or remove this one.",
    )
)
def without_throw(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.98: a catching link event has one source or more."""
    thrown = {link for _, _, link in link_ends(draft, IntermediateThrowEvent)}
    return (at(node, link=link[1]) for _, node, link in link_ends(draft, IntermediateCatchEvent) if link not in thrown)


@rule(
    error(
        "link-with-flow",
        "a sequence flow leads {direction} {it}, where the link itself is the way.",
        "Remove the flow, or use another intermediate event.",
    )
)
def with_flow(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.4: a throwing link has no outgoing sequence flow, a catching one no incoming."""
    for thrower, node, _ in link_ends(draft, IntermediateThrowEvent):
        if thrower.outgoing:
            yield at(node, direction="out of")
    for catcher, node, _ in link_ends(draft, IntermediateCatchEvent):
        if catcher.incoming:
            yield at(node, direction="into")


@rule(
    error(
        "link-names-differ",
        "{it} is linked with {other}, but their links have different names.",
        "Give both ends of the link the same name.",
    )
)
def names_differ(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.98: source and target name the link event definitions of the other end."""
    definitions = {
        attribute(part, "id"): part
        for node in draft.flow_nodes.values()
        for part in node
        if tag(part) == bpmn("linkEventDefinition") and part.get("id")
    }
    for _, node, (_, name) in (
        *link_ends(draft, IntermediateThrowEvent),
        *link_ends(draft, IntermediateCatchEvent),
    ):
        part = child(node, bpmn("linkEventDefinition"))
        for end in () if part is None else part.iterchildren(bpmn("source"), bpmn("target")):
            other = definitions.get(text(end).rpartition(":")[2])
            parent = None if other is None else other.getparent()
            if other is not None and parent is not None and attribute(other, "name") != name:
                yield at(node, other=label(parent))


@rule(
    warning(
        "link-end-wrong",
        "the link of {it} names a {end}, which only the other end of a link has.",
        "Let a throwing event name its target, and a catching event its sources.",
    )
)
def wrong_end(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.98: a throwing link has a target, a catching one has sources."""
    for kind, wrong in ((IntermediateThrowEvent, "source"), (IntermediateCatchEvent, "target")):
        for _, node, _ in link_ends(draft, kind):
            if _named(node, wrong):
                yield at(node, end=wrong)


@rule(
    warning(
        "link-end-unnamed",
        "the link of {it} names no {end}, although other links of the file name theirs.",
        "Name the other end as well, or nowhere: the name of the link connects its ends.",
    )
)
def unnamed(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.98: a throwing link names its target, a catching one its sources (many editors do not)."""
    drawn = [
        *((node, "target") for _, node, _ in link_ends(draft, IntermediateThrowEvent)),
        *((node, "source") for _, node, _ in link_ends(draft, IntermediateCatchEvent)),
    ]
    if any(_named(node, end) for node, end in drawn):
        yield from (at(node, end=end) for node, end in drawn if not _named(node, end))


def _named(event: etree._Element, end: str) -> bool:
    definition = child(event, bpmn("linkEventDefinition"))
    return definition is not None and child(definition, bpmn(end)) is not None


RULES = (without_catch, caught_twice, without_throw, with_flow, names_differ, wrong_end, unnamed)
