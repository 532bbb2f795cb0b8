"""Ad-hoc sub-process: its activities run in any order, side by side or one by one (BPMN 2.0.2, 13.3.5).

Those that no flow leads to begin; `active_elements` may choose among them. After each that ends, the completion
condition is asked: when it holds, the rest is cancelled or (cancelRemainingInstances false) awaited, and nothing more
begins.
"""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.elements.scopes import finish
from engine.kernel.events.event_sub_processes import await_events
from engine.kernel.facts import LoopItemCompleted, LoopStarted
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import activate, complete, terminate_children
from engine.kernel.variables import texts, truth
from engine.model.elements import AdHocSubProcess


def enter(step: Step, key: int, element: AdHocSubProcess) -> None:
    process = step.process_at(key)
    able = [source.id for source in process.sources.get(element.id, ())]
    chosen = able
    if element.active_elements is not None:
        chosen = list(texts(step, key, element.active_elements, f"active elements of {element.id}"))
        unknown = [id for id in chosen if id not in able]
        if unknown:
            raise Failure(f"{', '.join(unknown)} can't begin in {element.id}: only {', '.join(able)} can.")
    await_events(step, key)
    if not chosen:
        complete(step, key)
        return
    step.emit(LoopStarted(key, len(chosen), list(chosen) if element.sequential else []))
    for id in chosen[:1] if element.sequential else chosen:
        step.later(activate, process.elements[id], key)


def child_left(step: Step, key: int) -> None:
    element, scope = step.element_at(key), step.state.elements[key]
    assert isinstance(element, AdHocSubProcess)
    assert scope.loop is not None
    over = _completion_condition(step, key, element)
    step.emit(LoopItemCompleted(key, scope.loop.done + 1))
    if over and element.cancel_remaining:
        terminate_children(step, key)
        finish(step, key)
    elif scope.children or scope.tokens:
        return
    elif not over and element.sequential and scope.loop.done < scope.loop.size:
        activate(step, step.process_at(key).elements[scope.loop.items[scope.loop.done]], key)
    else:
        finish(step, key)


def _completion_condition(step: Step, key: int, element: AdHocSubProcess) -> bool:
    if element.completion_condition is None:
        return False
    return truth(step, key, element.completion_condition, f"completion condition of {element.id}")


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, child_left=child_left)
