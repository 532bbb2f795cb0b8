"""Standard loop: again and again while the condition holds, up to a maximum (BPMN 2.0.2, 13.3.6)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.facts import LoopStarted
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import activate, complete
from engine.kernel.loop_outputs import record_item
from engine.kernel.numbers import whole_number
from engine.kernel.variables import evaluate, truth
from engine.model.elements import Activity
from engine.model.extensions import StandardLoop


def enter(step: Step, key: int, activity: Activity) -> None:
    loop = _characteristics(activity)
    maximum = 0
    if loop.maximum is not None:
        maximum = whole_number(evaluate(step, key, loop.maximum, "loop maximum"), "loop maximum")
    goes_on = not loop.test_before or _condition(step, key, loop, 0)
    step.emit(LoopStarted(key, maximum))
    if goes_on and (maximum or loop.maximum is None):
        step.later(_start_round, key, 1)
    else:
        complete(step, key)


def _start_round(step: Step, key: int, number: int) -> None:
    if key in step.state.elements:
        activate(step, step.element_at(key), key, index=number, local={"loopCounter": number})


def child_left(step: Step, key: int) -> None:
    """A round is over: another one begins, or the loop is done."""
    activity, progress = step.element_at(key), step.state.elements[key].loop
    assert isinstance(activity, Activity)
    assert progress is not None
    reached = bool(progress.size) and progress.done >= progress.size
    if not reached and _condition(step, key, _characteristics(activity), progress.done):
        _start_round(step, key, progress.done + 1)
    else:
        complete(step, key)


def _condition(step: Step, key: int, loop: StandardLoop, rounds: int) -> bool:
    """Whether there is another round. The condition may count those that there were (BPMN 2.0.2, table 10.28)."""
    if loop.condition is None:
        return True
    return truth(step, key, loop.condition, "loop condition", {"loopCounter": rounds})


def _characteristics(activity: Activity) -> StandardLoop:
    assert isinstance(activity.loop, StandardLoop)
    return activity.loop


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, child_left=child_left, item_done=record_item)
