"""Compensation: what is complete is undone, the last first; the thrower waits until all is (BPMN 2.0.2, 13.5.5)."""

from engine.kernel.context import Step
from engine.kernel.facts import CompensationTaken, CompensationThrown
from engine.kernel.lifecycle import activate
from engine.model.elements import EventSubProcess
from engine.model.events import CompensateEventDefinition


def throw_compensation(step: Step, key: int, definition: CompensateEventDefinition) -> bool:
    """Begin to undo what `definition` names. False when there is nothing to undo."""
    step.emit(CompensationThrown(key, _scope_to_undo(step, key), definition.activity or ""))
    return undo_next(step, key)


def undo_next(step: Step, key: int) -> bool:
    """Undo the next thing that the instance `key` has to undo. False when nothing is left."""
    thrower = step.state.elements[key]
    while thrower.undoing:
        done = thrower.undoing[-1]
        if done.handler:
            handler = step.process_at(key).elements[done.handler]
            instance = step.new_key()
            activate(step, handler, key, local=dict(done.variables))
            step.emit(CompensationTaken(key, done.element, instance))
            return True
        step.emit(CompensationTaken(key, done.element))
    return False


def _scope_to_undo(step: Step, key: int) -> int:
    """The scope that the thrower stands in; what an event sub-process undoes is in the scope around it."""
    elements = step.state.elements
    scope = elements[key].scope
    instance = elements[scope]
    if instance.definition or instance.compensable:
        return scope
    return instance.scope if isinstance(step.element_at(scope), EventSubProcess) else scope
