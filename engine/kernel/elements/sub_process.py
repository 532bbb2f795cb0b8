"""Embedded sub-process: a scope inside the process, complete when nothing in it is alive (BPMN 2.0.2, 13.3.4)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.elements.scopes import finish_when_empty
from engine.kernel.elements.starts import start_scope
from engine.kernel.events.event_sub_processes import await_events
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import complete
from engine.model.elements import SubProcess


def enter(step: Step, key: int, element: SubProcess) -> None:
    await_events(step, key)
    if not start_scope(step, key):
        complete(step, key)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, child_left=finish_when_empty)
