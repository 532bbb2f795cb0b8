"""Elements that no token can ever reach."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.draft import Draft
from engine.reader.nodes import attribute, local
from engine.reader.problems import warning
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
    reached = _reach(beginnings.get(draft.node, set()) | refused, ways)
    targets = {attribute(flow, "targetRef") for flow in draft.flow_list}
    for id in sorted(draft.flow_nodes, key=lambda id: id in targets):  # what nothing leads to, before circles
        if id not in reached:
            yield at(draft.flow_nodes[id])
            reached |= _reach({id}, ways)


def _beginnings(draft: Draft) -> dict[etree._Element, set[str]]:
    """By process or sub-process: its start events, or where it has none all that nothing leads to."""
    targets = {attribute(flow, "targetRef") for flow in draft.flow_list}
    starts: dict[etree._Element, set[str]] = {}
    sources: dict[etree._Element, set[str]] = {}
    for id, node in draft.flow_nodes.items():
        scope = node.getparent()
        if scope is None:
            continue
        if local(node) == "startEvent":
            starts.setdefault(scope, set()).add(id)
        elif id not in targets and local(node) != "boundaryEvent":
            sources.setdefault(scope, set()).add(id)
    return sources | starts


def _ways(draft: Draft, beginnings: dict[etree._Element, set[str]]) -> dict[str, set[str]]:
    """Where a token can get from each element: along its flows, to its boundary events, into a sub-process."""
    ways: dict[str, set[str]] = {}
    for flow in draft.flow_list:
        ways.setdefault(attribute(flow, "sourceRef"), set()).add(attribute(flow, "targetRef"))
    for id, node in draft.flow_nodes.items():
        if local(node) == "boundaryEvent":
            ways.setdefault(attribute(node, "attachedToRef"), set()).add(id)
        ways.setdefault(id, set()).update(beginnings.get(node, ()))
    return ways


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
