"""Send task: sends its message and goes on, or a job does it (BPMN 2.0.2, 13.3.3)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.events.messages import throw_message
from engine.kernel.flows import implicit_split
from engine.kernel.jobs import create_job
from engine.kernel.lifecycle import complete
from engine.model.elements import SendTask


def enter(step: Step, key: int, task: SendTask) -> None:
    if task.job is not None:
        create_job(step, key, task.job)
        return
    if task.message is not None:
        throw_message(step, key, task.message)
    complete(step, key)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
