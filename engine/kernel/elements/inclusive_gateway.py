"""Inclusive gateway: sends a token along every true condition, and waits for all that can still come.

The join looks at paths (BPMN 2.0.2, 13.4.3): it waits as long as some token can reach an empty flow into the gateway,
unless the same token could also reach a flow that has one.
"""

from engine.kernel.context import Behaviour, Step
from engine.kernel.elements.passing import enter
from engine.kernel.events.links import link_throwers
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import activate
from engine.model.elements import BoundaryEvent, Element, InclusiveGateway, IntermediateCatchEvent
from engine.model.events import LinkEventDefinition
from engine.model.process import Process


def arrive(step: Step, flow: str, scope: int, gateway: InclusiveGateway) -> None:
    step.resting.add(scope)


def activate_inclusive_joins(step: Step) -> None:
    """Let the first inclusive join go on that needs to wait no longer; called when all else is at rest."""
    while step.resting and not step.agenda:
        scope = min(step.resting)
        for gateway in _waiting(step, scope):
            filled = tuple(flow for flow in gateway.incoming if step.state.elements[scope].tokens.get(flow))
            if not _must_wait(step, scope, gateway, filled):
                activate(step, gateway, scope, filled)
                break
        else:
            step.resting.discard(scope)


def _waiting(step: Step, scope: int) -> list[InclusiveGateway]:
    """The inclusive joins of a scope that have a token on some flow in."""
    if scope not in step.state.elements:
        return []
    process = step.process_at(scope)
    targets = {process.flows[flow].target: None for flow in step.state.elements[scope].tokens}
    found = (process.elements[target] for target in targets)
    return [element for element in found if isinstance(element, InclusiveGateway)]


def _must_wait(step: Step, scope: int, gateway: InclusiveGateway, filled: tuple[str, ...]) -> bool:
    process = step.process_at(scope)
    empty = [flow for flow in gateway.incoming if flow not in filled]
    if not empty:
        return False
    may_still_come = _upstream(process, gateway, empty) - _upstream(process, gateway, filled)
    tokens = step.state.elements[scope].tokens
    ahead_of = {process.flows[flow].target for flow in tokens} - {gateway.id}
    inside = {one.element for one in step.state.elements.values() if one.scope == scope}
    return not may_still_come.isdisjoint(ahead_of | inside)


def _upstream(process: Process, gateway: Element, flows: tuple[str, ...] | list[str]) -> set[str]:
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


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, arrive=arrive)
