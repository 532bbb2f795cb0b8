"""Service task: work for a handler; with no job type there is nothing to do (BPMN 2.0.2, 13.3.3)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.flows import implicit_split
from engine.kernel.jobs import create_job
from engine.kernel.lifecycle import complete
from engine.model.elements import ServiceTask


def enter(step: Step, key: int, task: ServiceTask) -> None:
    if task.job is None:
        complete(step, key)
    else:
        create_job(step, key, task.job)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
