"""Intermediate throw event: sends its message, by itself or through a job; a none event only marks a milestone."""

from engine.kernel.context import Behaviour, Step
from engine.kernel.events.escalations import throw_escalation
from engine.kernel.events.links import follow_link
from engine.kernel.events.throw import throw
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import complete
from engine.model.elements import IntermediateThrowEvent
from engine.model.events import EscalationEventDefinition, LinkEventDefinition


def enter(step: Step, key: int, event: IntermediateThrowEvent) -> None:
    match event.definition:
        case LinkEventDefinition() as link:
            follow_link(step, key, link)
        case EscalationEventDefinition() as definition:
            throw_escalation(step, key, definition)
        case _ if throw(step, key, event):
            complete(step, key)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
