"""Script task: a FEEL script whose value becomes a variable, or a job (BPMN 2.0.2, 13.3.3)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.flows import implicit_split
from engine.kernel.jobs import create_job
from engine.kernel.lifecycle import complete
from engine.kernel.variables import evaluate
from engine.model.elements import ScriptTask


def enter(step: Step, key: int, task: ScriptTask) -> None:
    if task.job is not None:
        create_job(step, key, task.job)
        return
    value = None if task.script is None else evaluate(step, key, task.script, f"script of {task.id}")
    complete(step, key, {task.result_variable: value} if task.result_variable else None)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
