"""Send task: sends its message and goes on (BPMN 2.0.2, 13.3.3)."""

from engine.kernel.context import Behaviour, Step
from engine.kernel.events.throw import throw
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import complete
from engine.model.elements import SendTask


def enter(step: Step, key: int, task: SendTask) -> None:
    if throw(step, key, task):
        complete(step, key)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
