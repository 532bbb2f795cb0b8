"""Pools and message flows: they are drawn for people, but must not say what cannot be."""

from collections.abc import Iterator

from lxml import etree

from engine.reader.nodes import attribute, child, children, is_true, local, reference, tag, text, whole_number
from engine.reader.problems import warning
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn


@rule(
    warning(
        "message-flow-within-pool",
        "{it} begins and ends in the same pool.",
        "Use a sequence flow; message flows are between pools.",
    )
)
def within_pool(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 9.3: a message flow must connect two separate pools."""
    nodes, pools = _by_id(root), _pools(root)
    for node in root.iter(bpmn("messageFlow")):
        ends = [nodes.get(reference(node, name)) for name in ("sourceRef", "targetRef")]
        source, target = (None if end is None else _pool(end, pools) for end in ends)
        if source is not None and source is target:
            yield at(node)


@rule(
    warning(
        "message-flow-end",
        "{it} {what}, which {why}.",
        "Connect it to an element that can send or receive the message.",
    )
)
def wrong_end(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.2 to 10.5.4: which events may be a source or a target of message flows."""
    nodes = _by_id(root)
    for node in root.iter(bpmn("messageFlow")):
        source, target = (nodes.get(reference(node, name)) for name in ("sourceRef", "targetRef"))
        if source is not None and local(source) in _CATCHING:
            yield at(node, what="begins at an event", why="can only catch")
        if target is not None and local(target) in _THROWING:
            yield at(node, what="leads to an event", why="can only throw")
        if target is not None and local(target) in _CATCHING and not _has_message(target, nodes):
            yield at(node, what="leads to an event", why="waits for no message")
        if source is not None and local(source) in _THROWING and not _has_message(source, nodes):
            yield at(node, what="begins at an event", why="sends no message")


@rule(
    warning(
        "process-public",
        "{it} is public and executable at once.",
        "Make it private, or a drawing that is not executable.",
    )
)
def public_and_executable(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.1: a public process is not executable; only a private one may be."""
    for node in root.iterchildren(bpmn("process")):
        if attribute(node, "processType") == "Public" and is_true(node, "isExecutable"):
            yield at(node)


@rule(
    warning(
        "participant-number",
        "{it} stands for {minimum} to {maximum} participants, which is no possible number.",
        "Let the minimum be 0 or more, and the maximum 1 or more and not below the minimum.",
    )
)
def impossible_number(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 9.3: the minimum must not be negative; the maximum is at least 1 and the minimum."""
    for node in root.iter(bpmn("participantMultiplicity")):
        minimum, maximum = attribute(node, "minimum") or "0", attribute(node, "maximum") or "1"
        least = whole_number(node, "minimum") if node.get("minimum") else 0
        most = whole_number(node, "maximum") if node.get("maximum") else 1
        if least is None or most is None or most < max(1, least):
            yield at(node, minimum=minimum, maximum=maximum)


_CATCHING = ("startEvent", "intermediateCatchEvent", "boundaryEvent")
_THROWING = ("endEvent", "intermediateThrowEvent")


def _has_message(event: etree._Element, nodes: dict[str, etree._Element]) -> bool:
    """Whether a message is among what the event throws or catches."""
    referred = (nodes.get(text(found).rpartition(":")[2]) for found in children(event, bpmn("eventDefinitionRef")))
    beside = any(node is not None and local(node) == "messageEventDefinition" for node in referred)
    return beside or child(event, bpmn("messageEventDefinition")) is not None


def _by_id(root: etree._Element) -> dict[str, etree._Element]:
    return {attribute(node, "id"): node for node in root.iter() if node.get("id")}


def _pools(root: etree._Element) -> dict[str, etree._Element]:
    """Each participant with a process, by the id of that process."""
    return {reference(node, "processRef"): node for node in root.iter(bpmn("participant")) if node.get("processRef")}


def _pool(node: etree._Element, pools: dict[str, etree._Element]) -> etree._Element | None:
    """The participant that the node is, or stands in."""
    if tag(node) == bpmn("participant"):
        return node
    process = next(node.iterancestors(bpmn("process")), None)
    return None if process is None else pools.get(attribute(process, "id"))


@rule(
    warning(
        "lane-twice",
        "{it} stands in several lanes of one lane set, so that it is unclear whose it is.",
        "Keep it in one of them.",
    )
)
def in_several_lanes(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.8: lanes partition what is in a process."""
    nodes = _by_id(root)
    for lanes in root.iter(bpmn("laneSet"), bpmn("childLaneSet")):
        listed = [text(one) for lane in children(lanes, bpmn("lane")) for one in children(lane, bpmn("flowNodeRef"))]
        for id in dict.fromkeys(id for id in listed if listed.count(id) > 1):
            if id in nodes:
                yield at(nodes[id])


@rule(
    warning(
        "lane-elsewhere",
        "{it} lists “{id}”, which does not stand in the process of the lane.",
        "Save the diagram anew in its editor.",
    )
)
def lists_elsewhere(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.8: lanes partition what is in the process (or sub-process) that has them."""
    nodes = _by_id(root)
    for lane in root.iter(bpmn("lane")):
        process = next(lane.iterancestors(bpmn("process")), None)
        for found in children(lane, bpmn("flowNodeRef")):
            listed = nodes.get(text(found).rpartition(":")[2])
            if listed is not None and process is not None and process not in listed.iterancestors():
                yield at(lane, id=text(found))


RULES = (lists_elsewhere, in_several_lanes, within_pool, wrong_end, public_and_executable, impossible_number)
