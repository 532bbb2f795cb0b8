"""Gateways: their conditions, and what may stand behind an event-based one."""

from collections.abc import Iterator

from engine.model.elements import (
    BoundaryEvent,
    ComplexGateway,
    EventBasedGateway,
    ExclusiveGateway,
    Gateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    ReceiveTask,
)
from engine.model.events import MessageEventDefinition, parts
from engine.reader.draft import Draft
from engine.reader.nodes import attribute, label
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule


def _unconditional(draft: Draft, gateway: Gateway) -> list[str]:
    """The flows out of the gateway that have neither a condition nor are the default."""
    flows = (draft.flows[id] for id in gateway.outgoing)
    return [flow.id for flow in flows if flow.condition is None and flow.id != gateway.default]


@rule(
    error(
        "gateway-ambiguous",
        "{it} has no condition on {flows}, so that the ways after the first of them are never taken.",
        "Give each way out a condition, and make one the default.",
    )
)
def ambiguous(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.2: an exclusive gateway takes the first flow whose condition is true; none counts as true."""
    for gateway, node in draft.of(ExclusiveGateway):
        always = _unconditional(draft, gateway)
        if len(gateway.outgoing) > 1 and always and (gateway.default or always != [gateway.outgoing[-1]]):
            yield at(node, flows=", ".join(f"“{id}”" for id in always))


@rule(
    warning(
        "gateway-without-default",
        "{it} has one way out without a condition, which works like a default.",
        "Make the flow “{flow}” the default.",
    )
)
def default_unmarked(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.2: the way for all other cases is the default flow."""
    for gateway, node in draft.of(ExclusiveGateway):
        always = _unconditional(draft, gateway)
        if len(gateway.outgoing) > 1 and not gateway.default and always == [gateway.outgoing[-1]]:
            yield at(node, flow=always[0])


@rule(
    warning(
        "inclusive-unconditional",
        "{it} has no condition on “{flow}”, which is therefore always taken.",
        "Give it a condition, or make it the default.",
    )
)
def always_taken(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.3: each flow out of an inclusive gateway has a condition, apart from the default."""
    for gateway, node in draft.of(InclusiveGateway):
        if len(gateway.outgoing) > 1:
            yield from (at(node, flow=id) for id in _unconditional(draft, gateway))


@rule(
    warning(
        "gateway-without-effect",
        "{it} has neither several ways in nor several ways out, and so does nothing.",
        "Remove it, or draw the way that is missing.",
    )
)
def without_effect(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.1: a gateway must have several incoming or several outgoing sequence flows."""
    for gateway, node in draft.of(Gateway):
        conditional = any(draft.flows[id].condition for id in gateway.outgoing)
        if len(gateway.incoming) <= 1 and len(gateway.outgoing) <= 1 and not conditional:
            yield at(node)


@rule(
    warning(
        "gateway-direction",
        "{it} is marked as {direction}, but has {ins} flows in and {outs} out.",
        "Correct its direction, or the flows.",
    )
)
def direction(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.1: what the gateway direction says of the number of incoming and outgoing sequence flows."""
    for gateway, node in draft.of(Gateway):
        ins, outs = len(gateway.incoming), len(gateway.outgoing)
        fits = {"Converging": ins > 1 and outs <= 1, "Diverging": ins <= 1 and outs > 1, "Mixed": ins > 1 and outs > 1}
        if not fits.get(attribute(node, "gatewayDirection"), True):
            yield at(node, direction=attribute(node, "gatewayDirection").lower(), ins=str(ins), outs=str(outs))


@rule(
    error(
        "event-gateway-target",
        "behind {it} stands {target}, which waits for nothing that could decide.",
        "Put an intermediate message or timer event, or a receive task, there.",
    )
)
def wrong_target(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.6: only catching intermediate events and receive tasks may follow an event-based gateway."""
    for gateway, node in draft.of(EventBasedGateway):
        for target in (draft.flows[id].target for id in gateway.outgoing):
            drawn = draft.flow_nodes.get(target)
            if drawn is None or drawn in draft.refused:
                continue
            if not isinstance(draft.elements.get(target), IntermediateCatchEvent | ReceiveTask):
                yield at(node, target=label(drawn))


@rule(
    error(
        "event-gateway-shared-target",
        "{target} stands behind {it}, but another flow leads to it as well.",
        "Draw an event of its own for the other way.",
    )
)
def shared_target(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.6: what follows an event-based gateway must not have any other incoming sequence flow."""
    for gateway, node in draft.of(EventBasedGateway):
        for target in {draft.flows[id].target for id in gateway.outgoing}:
            element = draft.elements.get(target)
            if element is not None and len(element.incoming) > 1:
                yield at(node, target=label(draft.flow_nodes[target]))


@rule(
    warning(
        "event-gateway-one-way",
        "{it} has fewer than two ways out, and so nothing to decide.",
        "Draw the event that could happen instead.",
    )
)
def one_way(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.6: an event-based gateway must have two or more outgoing sequence flows."""
    return (at(node) for gateway, node in draft.of(EventBasedGateway) if len(gateway.outgoing) < 2)


@rule(
    warning(
        "event-gateway-mixed",
        "behind {it} stand both message events and receive tasks.",
        "Use one kind of them.",
    )
)
def mixed(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.6: message intermediate events and receive tasks must not be used behind the same gateway."""
    for gateway, node in draft.of(EventBasedGateway):
        targets = [draft.elements.get(draft.flows[id].target) for id in gateway.outgoing]
        receives = any(isinstance(target, ReceiveTask) for target in targets)
        catches = any(
            isinstance(part, MessageEventDefinition)
            for target in targets
            if isinstance(target, IntermediateCatchEvent)
            for part in parts(target.definition)
        )
        if receives and catches:
            yield at(node)


@rule(
    error(
        "event-gateway-boundary",
        "{it} is at a receive task behind an event-based gateway, which is left as soon as its message comes.",
        "Draw the event behind the gateway, beside the receive task.",
    )
)
def boundary_of_target(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.6.6: receive tasks behind an event-based gateway must not have attached events."""
    targets = {draft.flows[id].target for gateway, _ in draft.of(EventBasedGateway) for id in gateway.outgoing}
    return (at(node) for event, node in draft.of(BoundaryEvent) if event.attached_to in targets)


@rule(
    warning(
        "complex-without-condition",
        "{it} has no activation condition, so that each token that comes passes by itself.",
        "Say with which tokens it begins, for instance “activationCount >= 2”.",
    )
)
def without_activation(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.112: the activation condition says which tokens let a complex gateway begin."""
    for gateway, node in draft.of(ComplexGateway):
        if len(gateway.incoming) > 1 and gateway.activation_condition is None:
            yield at(node)


RULES = (
    without_activation,
    ambiguous,
    default_unmarked,
    always_taken,
    without_effect,
    direction,
    wrong_target,
    shared_target,
    one_way,
    mixed,
    boundary_of_target,
)
