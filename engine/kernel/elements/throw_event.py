"""Intermediate throw event: message, signal, escalation, compensation, link; a none event only marks a milestone."""

from engine.kernel.context import Behaviour, Step
from engine.kernel.events.links import follow_link
from engine.kernel.events.throw import throw, undone
from engine.kernel.flows import implicit_split
from engine.model.elements import IntermediateThrowEvent
from engine.model.events import LinkEventDefinition


def enter(step: Step, key: int, event: IntermediateThrowEvent) -> None:
    if isinstance(event.definition, LinkEventDefinition):
        follow_link(step, key, event.definition)
    else:
        throw(step, key, event)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, child_left=undone)
