"""The life cycle that all elements share: a token enters, the element works or waits, the token leaves.

`activating → active → completing → gone`, or terminated from anywhere. A `Failure` on the way raises an incident,
which remembers the phase that a retry takes up again.
"""

from collections.abc import Callable
from typing import Any

from engine.kernel import data_stores, listeners
from engine.kernel import facts as f
from engine.kernel.compensables import keep_compensable
from engine.kernel.context import MAX_ACTIVATIONS, Step
from engine.kernel.data import given_out, keep_outputs, push_outputs, take_inputs, written_next
from engine.kernel.data_stores import write
from engine.kernel.events.waits import subscribe, withdraw
from engine.kernel.failure import Failure
from engine.kernel.job_phases import waits_to_end
from engine.kernel.listeners import listen
from engine.kernel.nodes import Node
from engine.kernel.state import Job
from engine.kernel.variables import hand_over, map_inputs
from engine.model.data import DataFlow
from engine.model.elements import Activity, Element


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
        enter(step, come_to_life(step, element.id, scope, flows, index, local))


def occur(step: Step, element: Element, scope: int, variables: dict[str, Any], flows: tuple[str, ...] = ()) -> None:
    """An event has already happened: it is entered and left at once, with the variables that it brings."""
    complete(step, come_to_life(step, element.id, scope, flows), variables)


def come_to_life(
    step: Step,
    element: str,
    scope: int,
    flows: tuple[str, ...] = (),
    index: int = 0,
    local: dict[str, Any] | None = None,
) -> int:
    """An instance of `element` (its id), whose work has not begun yet."""
    key = step.state.next_key
    step.activations += 1
    step.emit(f.ElementActivated(key, element, scope, step.state.elements[scope].process, flows, index))
    if local:
        step.set_variables(key, local)
    return key


def enter(step: Step, key: int) -> None:
    """Start the work of an instance that has come to life."""
    instance = step.state.elements.get(key)
    if instance is not None:
        begin(step, key, step.node_of(instance))


def begin(step: Step, key: int, node: Node) -> None:
    """Start the work of the instance `key`: inputs, boundary events, then what its kind does."""
    try:
        if step.activations > MAX_ACTIVATIONS:
            raise Failure(
                f"The instance went through {MAX_ACTIVATIONS} elements without waiting once. "
                "Look for a loop that never ends; then retry, or cancel the instance."
            )
        if node.prepares and not _prepare(step, key, node):
            return
        node.enter(step, key, node.element)
    except Failure as failure:
        withdraw(step, key)
        raise_incident(step, key, "activating", failure)


def _prepare(step: Step, key: int, node: Node) -> bool:
    """Fill what the work needs, and wait for what may interrupt it. False: it waits for data or a listener itself."""
    listened = step.state.elements[key].start_listened
    if not listened:
        if node.data and node.element and not take_inputs(step, key, node.element, node.data):
            return False
        if node.inputs:
            map_inputs(step, key, node.inputs)
    if listen(step, key, node.start_listeners, listeners.START, listened):
        return False
    for boundary in node.boundaries:
        subscribe(step, key, boundary)
    return True


def complete(step: Step, key: int, result: dict[str, Any] | None = None) -> None:
    """The work is done: give its `result` to the scopes around it and send tokens on."""
    instance = step.state.elements[key]
    node = step.node_of(instance)
    try:
        if instance.waits and waits_to_end(step.state, instance):
            return  # its end has begun
        if node.data:
            _give(step, key, node, node.data, result)
        elif result or node.outputs:
            hand_over(step, key, result or {}, node.outputs)
    except Failure as failure:
        raise_incident(step, key, "completing", failure)
        return
    end(step, key, node)


def _give(step: Step, key: int, node: Node, data: DataFlow, result: dict[str, Any] | None) -> None:
    assert node.element is not None, "a process gives its data to who called it"
    result = keep_outputs(step, key, node.element, data, result)
    if result or node.outputs:
        hand_over(step, key, result, node.outputs)
    push_outputs(step, key, given_out(step, key, node.element, data))


def job_done(step: Step, job: Job, variables: dict[str, Any]) -> None:
    """A job is done: the work of its element, or what had to be done before it could begin or end."""
    phase, _, which = job.data.partition(" ")
    match phase:
        case data_stores.READ:
            step.set_variables(job.owner, {which: variables.get(which)})
            enter(step, job.owner)
        case listeners.START:
            if variables:
                step.set_variables(job.owner, variables)
            enter(step, job.owner)
        case data_stores.WRITE:
            end(step, job.owner, step.node_at(job.owner), int(which) + 1)
        case listeners.END:
            if variables:
                step.set_variables(step.state.elements[job.owner].scope, variables)
            end(step, job.owner, step.node_at(job.owner))
        case _:
            complete(step, job.owner, variables)


def end(step: Step, key: int, node: Node, written: int = 0) -> None:
    """Write the data stores, from the association number `written` on; ask the listeners; then send tokens on."""
    instance = step.state.elements[key]
    try:
        if node.writes_stores and not instance.end_listened and _write_next(step, key, node, written):
            return
        if node.end_listeners and _listen_at_end(step, key, node):
            return
        if node.item_done is not None:
            flows: tuple[str, ...] = ()
            node.item_done(step, key, node.element)
        else:
            flows = node.outgoing(step, key, node) * node.tokens_out
        if node.undoable or (instance.compensable and isinstance(node.element, Activity)):
            keep_compensable(step, key, node)
    except Failure as failure:
        raise_incident(step, key, "completing", failure)
        return
    leave(step, key, flows)


def _listen_at_end(step: Step, key: int, node: Node) -> bool:
    """Let a job run the next listener. False: all are done."""
    withdraw(step, key)  # the work is done: nothing at its boundary happens any more
    return listen(step, key, node.end_listeners, listeners.END, step.state.elements[key].end_listened)


def _write_next(step: Step, key: int, node: Node, written: int) -> bool:
    """Let a job write the next data store. False: all are written."""
    assert node.element is not None, "a process gives its data to who called it"
    assert node.data is not None, "asked before"
    given = given_out(step, key, node.element, node.data)
    number = written_next(step, key, given, written)
    if number is None:
        return False
    withdraw(step, key)  # it is done: nothing at its boundary happens any more
    write(step, key, given[number], number)
    return True


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
    node = step.graph_at(around.process).targets[flow]
    if node.arrive is not None:
        node.arrive(step, flow, scope, node.element)
    elif node.tokens_in > 1:
        gather(step, scope, node)
    else:
        begin(step, come_to_life(step, node.id, scope, (flow,)), node)


def gather(step: Step, scope: int, node: Node) -> None:
    """The activity begins when as many tokens as its startQuantity have come (BPMN 2.0.2, table 10.3)."""
    tokens = step.state.elements[scope].tokens
    waiting = [flow for flow in node.flows_in for _ in range(tokens.get(flow, 0))]
    if len(waiting) >= node.tokens_in:
        begin(step, come_to_life(step, node.id, scope, tuple(waiting[: node.tokens_in])), node)


def child_left(step: Step, key: int) -> None:
    """Something inside the scope instance `key` ended and no token went on from it."""
    if key not in step.state.elements or step.state.status != "active":
        return
    react = step.node_of(step.state.elements[key]).child_left
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
