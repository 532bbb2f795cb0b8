"""Parallel gateway: waits for a token on every flow in, sends one along every flow out (BPMN 2.0.2, 13.4.1)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.elements.passing import enter
from engine.kernel.flows import every
from engine.kernel.lifecycle import activate
from engine.model.elements import ParallelGateway


def arrive(step: Step, flow: str, scope: int, gateway: ParallelGateway) -> None:
    tokens = step.state.elements[scope].tokens
    if all(tokens.get(flow) for flow in gateway.incoming):
        activate(step, gateway, scope, gateway.incoming)


BEHAVIOUR = Behaviour(enter=enter, outgoing=every, arrive=arrive)
