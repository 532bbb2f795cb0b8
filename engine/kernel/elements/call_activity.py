"""Call activity: runs another process inside this instance and waits for its end (BPMN 2.0.2, 13.3.5)."""

from typing import Any

from engine.errors import NotDeployed
from engine.kernel import facts as f
from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.data_of_calls import handed_in
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import enter as enter_instance
from engine.kernel.variables import text, visible
from engine.model.elements import CallActivity

MAX_DEPTH = 64


def enter(step: Step, key: int, call: CallActivity) -> None:
    called = call.called
    _refuse_endless_calls(step, key, call)
    process_id = text(step, key, called.process_id, f"process that {call.id} calls")
    caller = step.state.elements[step.state.elements[key].process].definition
    try:
        definition = step.definitions.find_process(process_id, called.binding, called.version_tag, caller)
    except NotDeployed as error:
        raise Failure(f"{error} Deploy it, then retry.") from error
    process = step.definitions.process(definition)
    if not process.beginnings.get(process.id):
        raise Failure(f"The process {process.id} has no none start event, so that it can't be called.")
    given = visible(step, key) if called.propagate_parent_variables else step.state.elements[key].variables
    variables: dict[str, Any] = {name: given[name] for name in given}
    variables |= handed_in(step, key, call, process)
    child = step.new_key()
    step.emit(f.ProcessStarted(child, process.id, definition, key))
    if variables:
        step.set_variables(child, variables)
    step.later(enter_instance, child)


def _refuse_endless_calls(step: Step, key: int, call: CallActivity) -> None:
    depth = 0
    while key:
        instance = step.state.elements[key]
        depth += bool(instance.definition)
        key = instance.scope
    if depth > MAX_DEPTH:
        raise Failure(f"{call.id} calls a process inside {MAX_DEPTH} others: it seems to call itself without an end.")


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
