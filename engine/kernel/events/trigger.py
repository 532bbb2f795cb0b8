"""An awaited event happens: where its token goes depends on where the event stands."""

from typing import Any

from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.events.event_sub_processes import start_event_sub_process
from engine.kernel.events.waits import open_waits, subscribe_again, wait_again, withdraw, withdraw_events
from engine.kernel.failure import Failure
from engine.kernel.lifecycle import complete, leave, occur, raise_incident, terminate
from engine.kernel.state import EventWait, SignalSubscription
from engine.kernel.variables import propagate
from engine.model.elements import BoundaryEvent, Element, Event, EventBasedGateway, StartEvent
from engine.model.entries import is_parallel


def trigger(step: Step, wait: EventWait, variables: dict[str, Any]) -> None:
    """What `wait` (which is closed) was open for has come, and brought `variables`."""
    event = step.process_at(wait.owner).elements[wait.event]
    stays = isinstance(event, BoundaryEvent | StartEvent) and not event.interrupting
    if isinstance(event, Event) and is_parallel(event.definition):
        if open_waits(step, wait.owner, [event.id]):
            keep_until_all(step, wait.owner, event, variables)
            return
        if stays:
            _wait_for_all_again(step, wait.owner, event)
    elif stays:
        wait_again(step, wait)
    else:
        withdraw_events(step, wait.owner, [event.id])
    happen(step, wait.owner, event, variables)


def keep_until_all(step: Step, owner: int, event: Event, variables: dict[str, Any]) -> None:
    """One of the things that `event` waits for has come, and others are still to come: keep what it brought.

    It goes where it would go if the event happened now; with output mappings it waits for them.
    """
    instance = step.state.elements[owner]
    if not variables:
        return
    if instance.element != event.id and isinstance(event, StartEvent):
        propagate(step, owner, variables)
    elif instance.element == event.id and event.outputs:
        step.set_variables(owner, variables)
    else:
        propagate(step, instance.scope, variables)


def _wait_for_all_again(step: Step, owner: int, event: Event) -> None:
    try:
        subscribe_again(step, owner, event)
    except Failure as failure:
        raise_incident(step, owner, "active", failure)


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
        case StartEvent() if step.state.elements[owner].element != event.id:
            start_event_sub_process(step, owner, event, variables)
        case _ if isinstance(waiting, EventBasedGateway):
            if waiting.parallel:
                take_event(step, owner, waiting, event, variables)
            else:
                leave_event_gateway(step, owner, waiting, event, variables)
        case _:
            complete(step, owner, variables)


def leave_event_gateway(
    step: Step, key: int, gateway: EventBasedGateway, event: Element, variables: dict[str, Any]
) -> None:
    """The first event wins: the gateway's other waits end (BPMN 2.0.2, 10.6.6)."""
    flow = _flow_to(step, key, gateway, event)
    scope = step.state.elements[key].scope
    withdraw(step, key)
    step.emit(f.ElementCompleted(key, gateway.id))
    step.emit(f.FlowTaken(flow, scope))
    occur(step, event, scope, variables, (flow,))


def take_event(step: Step, key: int, gateway: EventBasedGateway, event: Element, variables: dict[str, Any]) -> None:
    """One of the events behind a parallel gateway came; with the last of them the gateway is done (10.6.6)."""
    flow = _flow_to(step, key, gateway, event)
    scope = step.state.elements[key].scope
    step.emit(f.FlowTaken(flow, scope))
    occur(step, event, scope, variables, (flow,))
    step.later(_leave_when_all_came, key)


def _leave_when_all_came(step: Step, key: int) -> None:
    if key in step.state.elements and not step.state.elements[key].waits:
        leave(step, key, ())


def _flow_to(step: Step, key: int, gateway: EventBasedGateway, event: Element) -> str:
    flows = step.process_at(key).flows
    return next(id for id in gateway.outgoing if flows[id].target == event.id)
