"""Intermediate throw event: sends its message, by itself or through a job; a none event only marks a milestone."""

from engine.kernel.context import Behaviour, Step
from engine.kernel.events.throw import throw
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import complete
from engine.model.elements import IntermediateThrowEvent


def enter(step: Step, key: int, event: IntermediateThrowEvent) -> None:
    if throw(step, key, event):
        complete(step, key)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
