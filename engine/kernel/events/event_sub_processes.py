"""Event sub-processes wait with the scope that they stand in, and may interrupt what goes on there."""

from typing import Any

from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.events.waits import subscribe, withdraw_events
from engine.kernel.lifecycle import activate, terminate_children
from engine.model.elements import StartEvent


def await_events(step: Step, key: int) -> None:
    """The scope instance `key` waits for the start events of the event sub-processes in it."""
    for event in step.process_at(key).event_sub_processes.get(step.state.elements[key].element, ()):
        subscribe(step, key, event)


def start_event_sub_process(step: Step, scope: int, event: StartEvent, variables: dict[str, Any]) -> None:
    """`event` happened in the scope instance `scope`. An interrupting one ends all else that is alive there."""
    process = step.process_at(scope)
    if event.interrupting:
        terminate_children(step, scope)
        if step.state.elements[scope].tokens:
            step.emit(f.TokensDropped(scope))
        others = process.event_sub_processes[step.state.elements[scope].element]
        withdraw_events(step, scope, [other.id for other in others])
    activate(step, process.elements[event.scope], scope, local=variables)
