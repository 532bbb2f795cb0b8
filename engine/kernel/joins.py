"""Gateways that wait for all that can still come look at paths (BPMN 2.0.2, 13.4.3)."""

from collections.abc import Collection

from engine.kernel.context import Step
from engine.kernel.events.links import link_throwers
from engine.kernel.nodes import Node
from engine.model.elements import BoundaryEvent, Element, IntermediateCatchEvent
from engine.model.events import LinkEventDefinition
from engine.model.process import Process


def look_at_waiting_joins(step: Step) -> None:
    """Let gateways go on that need to wait no longer; called when all else is at rest."""
    while step.resting and not step.agenda:
        scope = min(step.resting)
        if not any(node.at_rest(step, scope, node.element) for node in _waiting(step, scope) if node.at_rest):
            step.resting.discard(scope)


def filled(step: Step, scope: int, gateway: Element) -> tuple[str, ...]:
    """The flows into the gateway that have a token."""
    tokens = step.state.elements[scope].tokens
    return tuple(flow for flow in gateway.incoming if flow in tokens)


def more_can_come(step: Step, scope: int, gateway: Element, served: Collection[str]) -> bool:
    """Whether some token can still reach a flow into `gateway` that is not among the `served`.

    A token that could also reach a served one is not waited for.
    """
    empty = [flow for flow in gateway.incoming if flow not in served]
    if not empty:
        return False
    process = step.process_at(scope)
    may_come = _upstream(process, gateway, empty) - _upstream(process, gateway, served)
    on_their_way = {process.flows[flow].target for flow in step.state.elements[scope].tokens} - {gateway.id}
    inside = {one.element for one in step.state.elements.values() if one.scope == scope}
    return not may_come.isdisjoint(on_their_way | inside)


def _waiting(step: Step, scope: int) -> list[Node]:
    """The nodes in a scope that have a token on some flow in, or wait to be reset."""
    if scope not in step.state.elements:
        return []
    instance = step.state.elements[scope]
    graph = step.graph_at(instance.process)
    ids = {graph.targets[flow].id: None for flow in instance.tokens} | dict.fromkeys(instance.resetting)
    return [graph.nodes[id] for id in ids]


def _upstream(process: Process, gateway: Element, flows: Collection[str]) -> set[str]:
    """The elements from which a path leads into one of `flows` without going through `gateway`."""
    found: set[str] = set()
    open = [process.flows[flow].source for flow in flows]
    while open:
        id = open.pop()
        if id in found or id == gateway.id:
            continue
        found.add(id)
        element = process.elements[id]
        open.extend(process.flows[flow].source for flow in element.incoming)
        match element:
            case BoundaryEvent():
                open.append(element.attached_to)
            case IntermediateCatchEvent(definition=LinkEventDefinition() as link):
                open.extend(thrower.id for thrower in link_throwers(process, element.scope, link.name))
    return found
