"""Inclusive gateway: sends a token along every true condition, and waits for all that can still come.

It waits as long as some token can reach an empty flow into the gateway, unless the same token could also reach a flow
that has one (BPMN 2.0.2, 13.4.3).
"""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.elements.passing import enter
from engine.kernel.flows import implicit_split
from engine.kernel.joins import filled, more_can_come
from engine.kernel.lifecycle import activate
from engine.model.elements import InclusiveGateway


def arrive(step: Step, flow: str, scope: int, gateway: InclusiveGateway) -> None:
    step.resting.add(scope)


def at_rest(step: Step, scope: int, gateway: InclusiveGateway) -> bool:
    flows = filled(step, scope, gateway)
    if not flows or more_can_come(step, scope, gateway, flows):
        return False
    activate(step, gateway, scope, flows)
    return True


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, arrive=arrive, at_rest=at_rest)
