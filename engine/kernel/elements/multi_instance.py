"""Multi-instance: one item after the other or all at once, inside a body that waits for them (BPMN 2.0.2, 13.3.7)."""

from typing import Any

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.data import value_of
from engine.kernel.events.loop_events import due_events, throw_loop_events
from engine.kernel.facts import LoopStarted
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import activate, complete, terminate_children
from engine.kernel.loop_outputs import record_item
from engine.kernel.numbers import whole_number
from engine.kernel.state import Loop
from engine.kernel.variables import evaluate, truth
from engine.model.elements import Activity
from engine.model.extensions import MultiInstance


def enter(step: Step, key: int, activity: Activity) -> None:
    loop = _characteristics(activity)
    items, size = _items(step, key, loop, activity.id)
    kept = items if loop.sequential else []  # items that run at once need not be kept for later
    step.emit(LoopStarted(key, size, kept, collects=loop.output_collection is not None))
    if not size:
        complete(step, key, _result(loop, []))
        return
    for index in range(1, 2 if loop.sequential else size + 1):
        step.later(_start_item, key, index, items[index - 1] if items else None)


def _items(step: Step, key: int, loop: MultiInstance, id: str) -> tuple[list[Any], int]:
    """The items, or only how many there are."""
    if loop.collection is not None or loop.data.input is not None:
        name, items = _collection(step, key, loop, id)
        if not isinstance(items, list):
            raise Failure(f"The collection of {id} ({name}) must be a list, but is {items!r}.")
        return items, len(items)
    assert loop.cardinality is not None, "the reader refuses a loop with neither collection nor cardinality"
    what = f"loop cardinality of {id}"
    return [], whole_number(evaluate(step, key, loop.cardinality, what), what)


def _collection(step: Step, key: int, loop: MultiInstance, id: str) -> tuple[str, Any]:
    if loop.collection is not None:
        return loop.collection.text, evaluate(step, key, loop.collection, f"collection of {id}")
    assert loop.data.input is not None, "asked before"
    return loop.data.input.name, value_of(step, key, loop.data.input)


def _start_item(step: Step, key: int, index: int, item: Any) -> None:
    body = step.state.elements.get(key)
    if body is None or body.loop is None:
        return
    activity = step.element_at(key)
    assert isinstance(activity, Activity)
    loop = _characteristics(activity)
    local = {"loopCounter": index}
    if loop.element_variable:
        local[loop.element_variable] = item
    activate(step, activity, key, index=index, local=local)


def child_left(step: Step, key: int) -> None:
    """An item is done: the loop ends, or the next of a sequential one begins."""
    activity, body = step.element_at(key), step.state.elements[key]
    assert isinstance(activity, Activity)
    assert body.loop is not None
    loop, progress = _characteristics(activity), body.loop
    if progress.done < progress.size and _completion_condition(step, key, loop, progress):
        terminate_children(step, key)
    elif progress.done < progress.size:
        if loop.sequential and progress.started == progress.done:
            index = progress.done + 1
            _start_item(step, key, index, progress.items[index - 1] if progress.items else None)
        return
    complete(step, key, _result(loop, progress.outputs))


def _completion_condition(step: Step, key: int, loop: MultiInstance, progress: Loop) -> bool:
    """Evaluated each time an item completes, with the standard's counters (BPMN 2.0.2, table 10.30)."""
    if loop.completion_condition is None:
        return False
    counters = _counters(progress, progress.done)
    if loop.output_collection:
        counters[loop.output_collection] = progress.outputs
    return truth(step, key, loop.completion_condition, "completion condition", counters)


def item_done(step: Step, key: int, activity: Activity) -> None:
    """The item `key` is about to complete: it is counted, and what the loop throws for it is thrown next."""
    loop, body = _characteristics(activity), step.state.elements[key].scope
    progress = step.state.elements[body].loop
    if not loop.events or progress is None:
        record_item(step, key, activity)
        return
    counters = _counters(progress, progress.done + 1)
    due = due_events(step, key, loop, counters)
    record_item(step, key, activity)
    if due:
        step.later(throw_loop_events, body, due, counters)


def _counters(progress: Loop, done: int) -> dict[str, Any]:
    """The standard's runtime attributes of a multi-instance when `done` items have completed."""
    return {
        "numberOfInstances": progress.size,
        "numberOfActiveInstances": progress.started - done,
        "numberOfCompletedInstances": done,
        "numberOfTerminatedInstances": 0,
    }


def _result(loop: MultiInstance, outputs: list[Any]) -> dict[str, Any] | None:
    return {loop.output_collection: list(outputs)} if loop.output_collection else None


def _characteristics(activity: Activity) -> MultiInstance:
    assert isinstance(activity.loop, MultiInstance)
    return activity.loop


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, child_left=child_left, item_done=item_done)
