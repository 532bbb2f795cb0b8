"""Activities that wait for data begin as soon as all of one of their input sets is there (BPMN 2.0.2, 13.3.2)."""

from engine.kernel.context import Step
from engine.kernel.data import missing_inputs
from engine.kernel.facts import InputsArrived
from engine.kernel.lifecycle import enter
from engine.kernel.state import Inputs


def check_inputs(step: Step, key: int, wait: Inputs) -> None:
    """Let the activity that waits begin, unless something is still missing."""
    element = step.element_at(wait.owner)
    assert element.data is not None, "only what takes data in waits for it"
    if not missing_inputs(step, wait.owner, element.data):
        step.emit(InputsArrived(key))
        enter(step, wait.owner)
