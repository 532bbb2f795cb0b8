"""Event-based gateway: waits for all events behind it, and the first to happen takes the token (BPMN 2.0.2, 13.4.4)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.events.messages import subscribe_to
from engine.kernel.events.waits import subscribe
from engine.kernel.failure import Failure
from engine.kernel.flows import every
from engine.model.elements import EventBasedGateway, IntermediateCatchEvent, ReceiveTask


def enter(step: Step, key: int, gateway: EventBasedGateway) -> None:
    process = step.process_at(key)
    for flow in gateway.outgoing:
        match process.elements[process.flows[flow].target]:
            case IntermediateCatchEvent() as event:
                subscribe(step, key, event)
            case ReceiveTask(message=message) as task if message is not None:
                subscribe_to(step, key, task.id, message)
            case other:
                raise Failure(f"{other.id} can't stand behind the event-based gateway {gateway.id}.")


BEHAVIOUR = Behaviour(enter=enter, outgoing=every)
