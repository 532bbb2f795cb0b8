"""Complex gateway: begins when its activation condition holds, then waits for the rest and is reset (13.4.5).

The condition and those of the flows out can read `activationCount` (how many tokens have come), `waitingForStart`, and
the number of tokens on each flow in by its id. When the rest has come, only flows with a condition of their own are
taken; without a true one the rest is used up in silence.
"""

from typing import Any

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.elements.passing import enter
from engine.kernel.facts import GatewayReset, GatewayStarted
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split, is_true
from engine.kernel.joins import filled, more_can_come
from engine.kernel.lifecycle import activate, raise_incident
from engine.kernel.nodes import Node
from engine.kernel.variables import truth
from engine.model.elements import ComplexGateway


def arrive(step: Step, flow: str, scope: int, gateway: ComplexGateway) -> None:
    instance = step.state.elements[scope]
    if gateway.id in instance.resetting:
        step.resting.add(scope)
        return
    if gateway.activation_condition is None:
        activate(step, gateway, scope, (flow,))
        return
    counts: dict[str, Any] = {flow: instance.tokens.get(flow, 0) for flow in gateway.incoming}
    counts |= {"activationCount": sum(counts.values()), "waitingForStart": True}
    try:
        begins = _holds(step, scope, gateway, counts)
    except Failure as failure:
        raise_incident(step, scope, "active", failure)
        return
    if begins:
        flows = filled(step, scope, gateway)
        activate(step, gateway, scope, flows, local=counts)
        if len(flows) < len(gateway.incoming):
            step.emit(GatewayStarted(scope, gateway.id, flows))
            step.resting.add(scope)


def _holds(step: Step, scope: int, gateway: ComplexGateway, counts: dict[str, Any]) -> bool:
    condition = gateway.activation_condition
    assert condition is not None, "asked only where there is one"
    return truth(step, scope, condition, f"activation condition of {gateway.id}", counts)


def at_rest(step: Step, scope: int, gateway: ComplexGateway) -> bool:
    served = step.state.elements[scope].resetting.get(gateway.id)
    if served is None:
        return False
    late = tuple(flow for flow in filled(step, scope, gateway) if flow not in served)
    if more_can_come(step, scope, gateway, (*served, *late)):
        return False
    if late:
        activate(step, gateway, scope, late, local={"activationCount": len(late), "waitingForStart": False})
    step.emit(GatewayReset(scope, gateway.id))
    for flow in filled(step, scope, gateway):
        step.later(_arrive_again, flow, scope, gateway)
    return True


def _arrive_again(step: Step, flow: str, scope: int, gateway: ComplexGateway) -> None:
    """A token that came too early for the next start counts towards it now."""
    if scope in step.state.elements and flow in step.state.elements[scope].tokens:
        arrive(step, flow, scope, gateway)


def outgoing(step: Step, key: int, node: Node) -> tuple[str, ...]:
    if node.id not in step.state.elements[step.state.elements[key].scope].resetting:
        return implicit_split(step, key, node)
    flows = (step.process_at(key).flows[flow] for flow in node.flows_out)
    return tuple(flow.id for flow in flows if flow.condition is not None and is_true(step, key, flow))


BEHAVIOUR = Behaviour(enter=enter, outgoing=outgoing, arrive=arrive, at_rest=at_rest)
