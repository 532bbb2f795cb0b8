"""The life cycle that all elements share: a token enters, the element works or waits, the token leaves.

`activating → active → completing → gone`, or terminated from anywhere. A `Failure` on the way raises an incident,
which remembers the phase that a retry takes up again.
"""

from collections.abc import Callable
from typing import Any

from engine.kernel import facts as f
from engine.kernel.compensables import keep_compensable
from engine.kernel.context import MAX_ACTIVATIONS, Step, is_loop_body
from engine.kernel.data import given_out, keep_outputs, push_outputs, take_inputs, written_next
from engine.kernel.data_stores import READ, is_writing, is_written_later, write
from engine.kernel.events.waits import subscribe, withdraw
from engine.kernel.failure import Failure
from engine.kernel.state import Job
from engine.kernel.variables import hand_over, map_inputs
from engine.model.elements import Activity, Element
from engine.model.process import Process


def activate(
    step: Step,
    element: Element,
    scope: int,
    flows: tuple[str, ...] = (),
    index: int = 0,
    local: dict[str, Any] | None = None,
) -> None:
    """A token enters `element` in the scope instance `scope`, using up the tokens on `flows`.

    Nothing begins in a scope that was ended after this was put on the agenda.
    """
    if scope in step.state.elements:
        enter(step, come_to_life(step, element, scope, flows, index, local))


def occur(step: Step, element: Element, scope: int, variables: dict[str, Any], flows: tuple[str, ...] = ()) -> None:
    """An event has already happened: it is entered and left at once, with the variables that it brings."""
    complete(step, come_to_life(step, element, scope, flows, 0, None), variables)


def come_to_life(
    step: Step,
    element: Element,
    scope: int,
    flows: tuple[str, ...] = (),
    index: int = 0,
    local: dict[str, Any] | None = None,
) -> int:
    """An instance of `element`, whose work has not begun yet."""
    key = step.new_key()
    step.activations += 1
    step.emit(f.ElementActivated(key, element.id, scope, step.state.elements[scope].process, flows, index))
    if local:
        step.set_variables(key, local)
    return key


def enter(step: Step, key: int) -> None:
    """Start the work of an instance that has come to life: inputs, boundary events, then what its kind does."""
    instance = step.state.elements.get(key)
    if instance is None:
        return
    process = step.process_of(instance)
    element = None if instance.definition else process.elements[instance.element]
    behaviour = step.behaviours[Process] if element is None else step.behaviour_of(element, instance)
    try:
        if step.activations > MAX_ACTIVATIONS:
            raise Failure(
                f"The instance went through {MAX_ACTIVATIONS} elements without waiting once. "
                "Look for a loop that never ends; then retry, or cancel the instance."
            )
        if element and element.data and not take_inputs(step, key, element, element.data):
            return
        if element and element.inputs and not is_loop_body(element, instance):
            map_inputs(step, key, element.inputs)
        if not instance.index:
            for boundary in process.boundaries.get(instance.element, ()):
                subscribe(step, key, boundary)
        behaviour.enter(step, key, element)
    except Failure as failure:
        withdraw(step, key)
        raise_incident(step, key, "activating", failure)


def complete(step: Step, key: int, result: dict[str, Any] | None = None) -> None:
    """The work is done: give its `result` to the scopes around it and send tokens on."""
    instance = step.state.elements[key]
    if instance.waits and is_writing(step, instance):
        return  # its end has begun
    process = step.process_of(instance)
    element = process.elements[instance.element]
    try:
        outputs = element.outputs if element.outputs and not is_loop_body(element, instance) else ()
        if element.data:
            result = keep_outputs(step, key, element, element.data, result)
        if result or outputs:
            hand_over(step, key, result or {}, outputs)
        if element.data:
            given = given_out(step, key, element, element.data)
            push_outputs(step, key, given)
    except Failure as failure:
        raise_incident(step, key, "completing", failure)
        return
    end(step, key)


def data_moved(step: Step, job: Job, variables: dict[str, Any]) -> None:
    """A job has read a data store, so that its activity may begin; or has written one, so that it goes on ending."""
    access, _, which = job.data.partition(" ")
    if access == READ:
        step.set_variables(job.owner, {which: variables.get(which)})
        enter(step, job.owner)
    else:
        end(step, job.owner, int(which) + 1)


def end(step: Step, key: int, written: int = 0) -> None:
    """Write the data stores, from the association number `written` on; then send tokens on."""
    instance = step.state.elements[key]
    process = step.process_of(instance)
    element = process.elements[instance.element]
    try:
        if element.data and any(map(is_written_later, element.data.outgoing)):
            given = given_out(step, key, element, element.data)
            number = written_next(step, key, given, written)
            if number is not None:
                withdraw(step, key)  # it is done: nothing at its boundary happens any more
                write(step, key, given[number], number)
                return
        if instance.index:
            flows: tuple[str, ...] = ()
            _item_done(step, key, element)
        else:
            flows = step.behaviour_of(element, instance).outgoing(step, key, element)
        if isinstance(element, Activity):
            if element.completion_quantity > 1:
                flows *= element.completion_quantity
            if instance.compensable or element.id in process.undoable:
                keep_compensable(step, key, element)
    except Failure as failure:
        raise_incident(step, key, "completing", failure)
        return
    leave(step, key, flows)


def _item_done(step: Step, key: int, element: Element) -> None:
    assert isinstance(element, Activity), "only activities are repeated"
    item_done = step.behaviours[type(element.loop)].item_done
    assert item_done is not None, "every kind of loop counts what is done"
    item_done(step, key, element)


def leave(step: Step, key: int, flows: tuple[str, ...]) -> None:
    """The instance ends, and a token goes along each of `flows`."""
    instance = step.state.elements[key]
    around = step.state.elements[instance.scope]
    if around.tokens or around.resetting:  # somebody may have waited for this token
        step.resting.add(instance.scope)
    if instance.waits or step.state.incidents:
        withdraw(step, key)
    step.emit(f.ElementCompleted(key, instance.element))
    send(step, instance.scope, flows)
    if not flows:
        step.later(child_left, instance.scope)


def send(step: Step, scope: int, flows: tuple[str, ...]) -> None:
    """A token goes along each of `flows` in the scope instance `scope`."""
    for flow in flows:
        step.emit(f.FlowTaken(flow, scope))
        step.later(arrive, flow, scope)


def arrive(step: Step, flow: str, scope: int) -> None:
    """A token reaches the end of `flow`, unless its scope was ended or interrupted meanwhile."""
    around = step.state.elements.get(scope)
    if around is None or flow not in around.tokens:
        return
    process = step.process_of(around)
    element = process.elements[process.flows[flow].target]
    if element.id not in process.joins:
        activate(step, element, scope, (flow,))
        return
    joins = step.behaviours[type(element)].arrive
    if joins is not None:
        joins(step, flow, scope, element)
    elif isinstance(element, Activity):
        gather(step, scope, element)


def gather(step: Step, scope: int, activity: Activity) -> None:
    """The activity begins when as many tokens as its startQuantity have come (BPMN 2.0.2, table 10.3)."""
    tokens = step.state.elements[scope].tokens
    waiting = [flow for flow in activity.incoming for _ in range(tokens.get(flow, 0))]
    if len(waiting) >= activity.start_quantity:
        activate(step, activity, scope, tuple(waiting[: activity.start_quantity]))


def child_left(step: Step, key: int) -> None:
    """Something inside the scope instance `key` ended and no token went on from it."""
    if key not in step.state.elements or step.state.status != "active":
        return
    react = step.behaviour_at(key).child_left
    if react is not None:
        try:
            react(step, key)
        except Failure as failure:
            raise_incident(step, key, "active", failure)


def terminate(step: Step, key: int) -> None:
    """End the instance `key` and all that is alive inside it; no token goes on."""
    instance = step.state.elements[key]
    if instance.children:
        terminate_children(step, key)
    withdraw(step, key)
    step.emit(f.ElementTerminated(key, instance.element))


def terminate_children(step: Step, key: int) -> None:
    """End all that is alive inside the scope instance `key`."""
    for child in [child for child, instance in step.state.elements.items() if instance.scope == key]:
        terminate(step, child)


def raise_incident(step: Step, key: int, phase: str, failure: Failure) -> None:
    step.emit(f.IncidentRaised(step.new_key(), key, phase, str(failure)))


RETRY: dict[str, Callable[[Step, int], None]] = {
    "activating": enter,
    "completing": complete,
    "active": child_left,
}
