"""Event sub-process: starts when its event happens in the scope around it (BPMN 2.0.2, 13.5.4)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.elements.scopes import finish_when_empty
from engine.kernel.events.event_sub_processes import await_events
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import occur
from engine.model.elements import EventSubProcess


def enter(step: Step, key: int, element: EventSubProcess) -> None:
    await_events(step, key)
    (event,) = step.process_at(key).starts[element.id]
    occur(step, event, key, {})


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, child_left=finish_when_empty)
