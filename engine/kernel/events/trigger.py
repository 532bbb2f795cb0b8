"""An awaited event happens: where its token goes depends on where the event stands."""

from typing import Any

from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.events.event_sub_processes import start_event_sub_process
from engine.kernel.events.messages import subscribe_to
from engine.kernel.events.waits import withdraw
from engine.kernel.lifecycle import complete, occur, terminate
from engine.model.elements import BoundaryEvent, Event, EventBasedGateway, ReceiveTask, StartEvent
from engine.model.events import MessageEventDefinition


def trigger(step: Step, owner: int, event: str, variables: dict[str, Any]) -> None:
    """`event` (an element id), for which the instance `owner` waited, happened and brought `variables`."""
    process = step.process_at(owner)
    waiting = process.elements.get(step.state.elements[owner].element)
    happened = process.elements[event]
    match happened:
        case BoundaryEvent():
            trigger_boundary(step, owner, happened, variables)
        case StartEvent():
            _keep_waiting(step, owner, happened)
            start_event_sub_process(step, owner, happened, variables)
        case Event() | ReceiveTask() if isinstance(waiting, EventBasedGateway):
            _leave_event_gateway(step, owner, waiting, happened, variables)
        case _:
            complete(step, owner, variables)


def trigger_boundary(step: Step, activity: int, event: BoundaryEvent, variables: dict[str, Any]) -> None:
    """An event attached to the activity instance happened; an interrupting one ends the activity."""
    scope = step.state.elements[activity].scope
    if event.interrupting:
        terminate(step, activity)
    _keep_waiting(step, activity, event)
    occur(step, event, scope, variables)


def _keep_waiting(step: Step, owner: int, event: BoundaryEvent | StartEvent) -> None:
    """A message that doesn't interrupt can come again. (A timer that repeats has been armed again already.)"""
    definition = event.definition
    if not event.interrupting and isinstance(definition, MessageEventDefinition) and definition.message:
        subscribe_to(step, owner, event.id, definition.message)


def _leave_event_gateway(
    step: Step,
    key: int,
    gateway: EventBasedGateway,
    happened: Event | ReceiveTask,
    variables: dict[str, Any],
) -> None:
    """The first event wins: the gateway's other waits end (BPMN 2.0.2, 10.6.6)."""
    flows = step.process_at(key).flows
    flow = next(id for id in gateway.outgoing if flows[id].target == happened.id)
    scope = step.state.elements[key].scope
    withdraw(step, key)
    step.emit(f.ElementCompleted(key, gateway.id))
    step.emit(f.FlowTaken(flow, scope))
    occur(step, happened, scope, variables, (flow,))
