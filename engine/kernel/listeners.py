"""Execution listeners: jobs before an element begins and after its work is done (zeebe:executionListeners).

They run one by one in the order of the diagram: those at the start once the inputs are there, before anything is
awaited; those at the end when nothing is awaited any more, before tokens leave. What one at the start gives is kept at
the element, what one at the end gives goes to the scope around it. Of a loop each item has them, its body none.
"""

from engine.kernel.context import Step
from engine.kernel.jobs import create_job
from engine.kernel.state import END_LISTENER, START_LISTENER
from engine.model.extensions import JobDefinition

START, END = START_LISTENER, END_LISTENER


def listen(step: Step, key: int, listeners: tuple[JobDefinition, ...], when: str, done: int) -> bool:
    """Let a job run the next listener of the instance `key`, of which so many are `done`. False: there is none left.

    Raises `Failure` where it has no type.
    """
    if done >= len(listeners):
        return False
    create_job(step, key, listeners[done], f"{when} {done}")
    return True
