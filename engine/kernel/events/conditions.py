"""Conditions: looked at when they begin to be awaited, and again when variables that they read change.

A condition that can't be told (null) is not true. One that happened without interrupting must become false before it
can happen again (BPMN 2.0.2, 10.5.5: the event is triggered when the condition *becomes* true).
"""

from engine.kernel import facts as f
from engine.kernel.awaited_inputs import check_inputs
from engine.kernel.context import Step
from engine.kernel.events.trigger import trigger
from engine.kernel.failure import Failure
from engine.kernel.lifecycle import raise_incident
from engine.kernel.state import Condition, Inputs
from engine.kernel.variables import evaluate
from engine.model.elements import Event
from engine.model.events import ConditionalEventDefinition, parts


def check_conditions(step: Step) -> None:
    """Let the conditional events happen whose conditions became true by what this step has done."""
    if not step.changed and not step.new_conditions:
        return
    changed, new = frozenset(step.changed), frozenset(step.new_conditions)
    step.changed.clear()
    step.new_conditions.clear()
    for key in tuple(step.state.conditions):
        wait = step.state.waits.get(key)
        match wait:
            case Condition():
                _check(step, key, wait, changed, anyway=key in new)
            case Inputs():
                check_inputs(step, key, wait)


def _check(step: Step, key: int, wait: Condition, changed: frozenset[str], *, anyway: bool) -> None:
    event = step.process_at(wait.owner).elements[wait.event]
    assert isinstance(event, Event), "only events have conditions"
    definition = parts(event.definition)[wait.part]
    assert isinstance(definition, ConditionalEventDefinition), "the reader numbers the parts of an event"
    if not anyway and definition.condition.names.isdisjoint(changed):
        return
    try:
        true = evaluate(step, wait.owner, definition.condition, f"condition of {event.id}") is True
    except Failure as failure:
        raise_incident(step, wait.owner, "active", failure)
        return
    if true and not wait.holds:
        step.emit(f.ConditionMet(key, event.id))
        trigger(step, wait, {})
    elif wait.holds and not true:
        step.emit(f.ConditionLapsed(key))
