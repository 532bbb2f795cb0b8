"""Receive task: waits for its message (BPMN 2.0.2, 13.3.3)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.events.messages import subscribe_to
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.model.elements import ReceiveTask


def enter(step: Step, key: int, task: ReceiveTask) -> None:
    if task.message is None:
        raise Failure(f"The receive task {task.id} names no message. Name it in the diagram.")
    subscribe_to(step, key, task.id, task.message)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
