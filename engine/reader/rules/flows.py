"""Sequence flows: what they connect, and which of them may have conditions."""

from collections.abc import Iterator

from engine.model.elements import (
    Activity,
    BoundaryEvent,
    ComplexGateway,
    Element,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ParallelGateway,
    StartEvent,
)
from engine.reader.draft import Draft
from engine.reader.nodes import attribute, child, children, is_true, label, text
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn

_NO_CHOICE = (
    StartEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    BoundaryEvent,
    ParallelGateway,
    EventBasedGateway,
)
_CHOOSING = (ExclusiveGateway, InclusiveGateway, ComplexGateway, Activity)


@rule(
    error(
        "flow-to-nowhere",
        "{it} has “{id}” as its {end}, which is no task, event or gateway of the process.",
        "Connect the flow anew.",
    )
)
def to_nowhere(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 8.4.13: a sequence flow connects two flow nodes (events, activities, gateways)."""
    for node in draft.flow_list:
        for name, end in (("sourceRef", "source"), ("targetRef", "target")):
            if (id := attribute(node, name)) not in draft.flow_nodes:
                yield at(node, id=id, end=end)


@rule(
    error(
        "flow-across-border",
        "{it} crosses the border of a sub-process.",
        "Let flows begin and end at the sub-process itself.",
    )
)
def across_border(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 7.6.1 and 10.3.5: a sequence flow cannot cross the boundary of a sub-process."""
    for node in draft.flow_list:
        ends = [draft.flow_nodes.get(attribute(node, name)) for name in ("sourceRef", "targetRef")]
        scopes = {end.getparent() for end in ends if end is not None}
        if len(scopes) > 1:
            yield at(node)


@rule(
    error(
        "default-not-outgoing",
        "the default flow of {it} is “{flow}”, which does not lead out of it.",
        "Choose one of the flows out of it as the default.",
    )
)
def default_elsewhere(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.3 and 10.110: the default is one of the outgoing sequence flows."""
    for element, node in draft.of(Element):
        if element.default and element.default not in element.outgoing:
            yield at(node, flow=element.default)


@rule(
    error(
        "default-without-effect",
        "{it} has a default flow, but takes every flow out of it.",
        "Remove the default, or use an exclusive or inclusive gateway.",
    )
)
def default_without_choice(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 8.4.13: a default flow goes out of an activity or of an exclusive, inclusive or complex gateway."""
    return (at(node) for element, node in draft.of(Element) if element.default and not isinstance(element, _CHOOSING))


@rule(
    warning(
        "default-with-condition",
        "{it} is a default flow, so that its condition is not looked at.",
        "Remove the condition, or make another flow the default.",
    )
)
def default_with_condition(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 8.4.13: a default flow is taken when no other is; its own condition plays no part."""
    nodes = {attribute(node, "id"): node for node in draft.flow_list}
    for element, _ in draft.of(Element):
        flow = draft.flows.get(element.default or "")
        if flow is not None and flow.condition is not None:
            yield at(nodes[flow.id])


@rule(
    error(
        "condition-not-here",
        "{it} has a condition, but {source} takes every flow out of it.",
        "Remove the condition, or put an exclusive or inclusive gateway in between.",
    )
)
def condition_without_choice(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 8.4.13: conditions belong on flows out of activities and exclusive, inclusive or complex gateways."""
    for node in draft.flow_list:
        source = draft.elements.get(attribute(node, "sourceRef"))
        if isinstance(source, _NO_CHOICE) and child(node, bpmn("conditionExpression")) is not None:
            yield at(node, source=label(draft.flow_nodes[source.id]))


@rule(
    warning(
        "condition-alone",
        "{it} has a condition, but is the only flow out of {source}: when it is not true, nothing can go on.",
        "Draw the way for the other case, or remove the condition.",
    )
)
def only_conditional(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 8.4.13: an activity with a conditional flow out of it must have at least one other flow out."""
    nodes = {attribute(node, "id"): node for node in draft.flow_list}
    for activity, node in draft.of(Activity):
        if len(activity.outgoing) == 1 and draft.flows[activity.outgoing[0]].condition is not None:
            yield at(nodes[activity.outgoing[0]], source=label(node))


@rule(
    warning(
        "flow-list-differs",
        "{it} lists the flow “{flow}” as {direction}, but that flow does not lead there.",
        "Save the diagram anew in its editor; the ends that the flow itself names are used.",
    )
)
def list_differs(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 8.44: incoming and outgoing are the flows whose target or source the flow node is."""
    for element, node in draft.of(Element):
        for direction, flows in (("incoming", element.incoming), ("outgoing", element.outgoing)):
            for listed in children(node, bpmn(direction)):
                if text(listed).rpartition(":")[2] not in flows:
                    yield at(node, flow=text(listed), direction=direction)


@rule(
    warning(
        "flow-not-listed",
        "{it} does not list the flow “{flow}” as {direction}, although other elements list theirs.",
        "Save the diagram anew in its editor; the ends that the flow itself names are used.",
    )
)
def not_listed(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 8.44: incoming and outgoing are the flows whose target or source the flow node is."""
    listed = {
        (id, direction): {text(found).rpartition(":")[2] for found in children(node, bpmn(direction))}
        for id, node in draft.flow_nodes.items()
        for direction in ("incoming", "outgoing")
    }
    if not any(listed.values()):
        return
    for element, node in draft.of(Element):
        for direction, flows in (("incoming", element.incoming), ("outgoing", element.outgoing)):
            for flow in flows:
                if flow not in listed[element.id, direction]:
                    yield at(node, flow=flow, direction=direction)


@rule(
    warning(
        "flow-not-immediate",
        "{it} is executable, but {count} of its sequence flows allow other activities in between (isImmediate).",
        "Remove “isImmediate” from the flows, or draw the activities.",
    )
)
def not_immediate(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 8.52: for executable processes, isImmediate must not be false."""
    count = sum(1 for node in draft.flow_list if not is_true(node, "isImmediate", default=True))
    if count and is_true(draft.node, "isExecutable"):
        yield at(draft.node, count=str(count))


RULES = (
    not_immediate,
    not_listed,
    to_nowhere,
    across_border,
    default_elsewhere,
    default_without_choice,
    default_with_condition,
    condition_without_choice,
    only_conditional,
    list_differs,
)
