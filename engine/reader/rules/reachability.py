"""Elements that no token can ever reach."""

from collections.abc import Iterator

from lxml import etree

from engine.model.elements import IntermediateCatchEvent, IntermediateThrowEvent
from engine.reader.draft import Draft
from engine.reader.nodes import attribute, is_event_sub_process, is_true, local
from engine.reader.problems import warning
from engine.reader.rules.links import link_ends
from engine.reader.rules.starts import begins_by_itself
from engine.reader.rules.table import Found, at, rule


@rule(
    warning(
        "unreachable",
        "no path from a start event leads to {it}, so that it never happens.",
        "Connect it, or remove it.",
    )
)
def unreachable(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.2: with a start event, all other flow nodes must be the target of a sequence flow.

    Of a stretch that cannot be reached, only its beginning is named. What is not executed counts as reachable.
    """
    beginnings = _beginnings(draft)
    ways = _ways(draft, beginnings)
    refused = {id for id, node in draft.flow_nodes.items() if node in draft.refused}
    reached = _reach(beginnings.get(draft.node, set()) | refused | _links_without_throw(draft), ways)
    targets = {attribute(flow, "targetRef") for flow in draft.flow_list}
    for id in sorted(draft.flow_nodes, key=lambda id: id in targets):  # what nothing leads to, before circles
        if id not in reached:
            yield at(draft.flow_nodes[id])
            reached |= _reach({id}, ways)


def _beginnings(draft: Draft) -> dict[etree._Element, set[str]]:
    """By process or sub-process: its start events, or where it has none all that nothing leads to.

    Event sub-processes begin whenever their event happens, what undoes when something is undone, and what
    instantiates when something comes from outside.
    """
    targets = {attribute(flow, "targetRef") for flow in draft.flow_list}
    starts: dict[etree._Element, set[str]] = {}
    sources: dict[etree._Element, set[str]] = {}
    triggered: dict[etree._Element, set[str]] = {}
    for id, node in draft.flow_nodes.items():
        scope = node.getparent()
        if scope is None:
            continue
        if local(node) == "startEvent":
            starts.setdefault(scope, set()).add(id)
        elif is_event_sub_process(node) or is_true(node, "isForCompensation") or is_true(node, "instantiate"):
            triggered.setdefault(scope, set()).add(id)
        elif id not in targets and begins_by_itself(node):
            sources.setdefault(scope, set()).add(id)
    found = sources | starts
    return {scope: found.get(scope, set()) | triggered.get(scope, set()) for scope in found.keys() | triggered}


def _ways(draft: Draft, beginnings: dict[etree._Element, set[str]]) -> dict[str, set[str]]:
    """Where a token can get from each element: along flows and links, to its boundary events, into a sub-process."""
    ways: dict[str, set[str]] = {}
    for flow in draft.flow_list:
        ways.setdefault(attribute(flow, "sourceRef"), set()).add(attribute(flow, "targetRef"))
    for id, node in draft.flow_nodes.items():
        if local(node) == "boundaryEvent":
            ways.setdefault(attribute(node, "attachedToRef"), set()).add(id)
        ways.setdefault(id, set()).update(beginnings.get(node, ()))
    targets = {link: event.id for event, _, link in link_ends(draft, IntermediateCatchEvent)}
    for event, _, link in link_ends(draft, IntermediateThrowEvent):
        if link in targets:
            ways.setdefault(event.id, set()).add(targets[link])
    return ways


def _links_without_throw(draft: Draft) -> set[str]:
    """Said by the rules on links."""
    thrown = {link for _, _, link in link_ends(draft, IntermediateThrowEvent)}
    return {event.id for event, _, link in link_ends(draft, IntermediateCatchEvent) if link not in thrown}


def _reach(beginnings: set[str], ways: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    open = list(beginnings)
    while open:
        id = open.pop()
        if id not in reached:
            reached.add(id)
            open.extend(ways.get(id, ()))
    return reached


RULES = (unreachable,)
