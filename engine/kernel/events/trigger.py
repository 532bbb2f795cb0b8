"""An awaited event happens: where its token goes depends on where the event stands."""

from typing import Any

from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.events.event_sub_processes import start_event_sub_process
from engine.kernel.events.waits import open_waits, wait_again, withdraw, withdraw_events
from engine.kernel.lifecycle import complete, occur, terminate
from engine.kernel.state import EventWait, SignalSubscription
from engine.model.elements import BoundaryEvent, Element, Event, EventBasedGateway, StartEvent
from engine.model.events import MultipleEventDefinition


def trigger(step: Step, wait: EventWait, variables: dict[str, Any]) -> None:
    """What `wait` (which is closed) was open for has come, and brought `variables`."""
    event = step.process_at(wait.owner).elements[wait.event]
    stays = isinstance(event, BoundaryEvent | StartEvent) and not event.interrupting
    if stays:
        wait_again(step, wait)
    if _is_parallel(event) and not stays:
        if open_waits(step, wait.owner, [event.id]):
            step.set_variables(wait.owner, variables)
            return
    elif not stays:
        withdraw_events(step, wait.owner, [event.id])
    happen(step, wait.owner, event, variables)


def catch_signal(step: Step, key: int, variables: dict[str, Any]) -> None:
    """The signal that subscription `key` waits for came, unless that was withdrawn meanwhile."""
    subscription = step.state.waits.get(key)
    if isinstance(subscription, SignalSubscription):
        step.emit(f.SignalReceived(key, subscription.event, subscription.name))
        trigger(step, subscription, variables)


def happen(step: Step, owner: int, event: Element, variables: dict[str, Any]) -> None:
    """`event`, for which the instance `owner` waited or which catches what was thrown inside it, happens."""
    waiting = step.process_at(owner).elements.get(step.state.elements[owner].element)
    match event:
        case BoundaryEvent():
            scope = step.state.elements[owner].scope
            if event.interrupting:
                terminate(step, owner)
            occur(step, event, scope, variables)
        case StartEvent():
            start_event_sub_process(step, owner, event, variables)
        case _ if isinstance(waiting, EventBasedGateway):
            _leave_event_gateway(step, owner, waiting, event, variables)
        case _:
            complete(step, owner, variables)


def _is_parallel(event: Element) -> bool:
    definition = event.definition if isinstance(event, Event) else None
    return isinstance(definition, MultipleEventDefinition) and definition.parallel


def _leave_event_gateway(
    step: Step, key: int, gateway: EventBasedGateway, event: Element, variables: dict[str, Any]
) -> None:
    """The first event wins: the gateway's other waits end (BPMN 2.0.2, 10.6.6)."""
    flows = step.process_at(key).flows
    flow = next(id for id in gateway.outgoing if flows[id].target == event.id)
    scope = step.state.elements[key].scope
    withdraw(step, key)
    step.emit(f.ElementCompleted(key, gateway.id))
    step.emit(f.FlowTaken(flow, scope))
    occur(step, event, scope, variables, (flow,))
