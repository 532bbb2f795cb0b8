"""Intermediate throw event: message, signal, escalation, compensation, link; a none event only marks a milestone.

Where nobody waits for what is undone (waitForCompletion="false"), the token goes on at once, and the event stays until
all is undone, so that the scope does not end before.
"""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.events.compensation import undo_next
from engine.kernel.events.links import follow_link
from engine.kernel.events.throw import throw, undone
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import complete, leave, send
from engine.kernel.variables import hand_over
from engine.model.elements import IntermediateThrowEvent
from engine.model.events import CompensateEventDefinition, LinkEventDefinition, parts


def enter(step: Step, key: int, event: IntermediateThrowEvent) -> None:
    if isinstance(event.definition, LinkEventDefinition):
        follow_link(step, key, event.definition)
        return
    definitions, waits = parts(event.definition), _waits(event)
    if not waits:
        implicit_split(step, key, step.node_at(key))  # fails before anything is thrown, or not at all
    throw(step, key, event, definitions, complete if waits else _go_on, waits=waits)


def child_left(step: Step, key: int) -> None:
    """One of the things that the event had to undo is undone."""
    event = step.element_at(key)
    assert isinstance(event, IntermediateThrowEvent)
    if _waits(event):
        undone(step, key, parts(event.definition), complete)
    elif not undo_next(step, key):
        leave(step, key, ())


def _waits(event: IntermediateThrowEvent) -> bool:
    undoes = [one for one in parts(event.definition) if isinstance(one, CompensateEventDefinition)]
    return not undoes or any(definition.waits for definition in undoes)


def _go_on(step: Step, key: int) -> None:
    """Leave the event, or only send its token on while something is still being undone."""
    instance, event = step.state.elements[key], step.element_at(key)
    if not instance.children:
        complete(step, key)
        return
    if event.outputs:
        hand_over(step, key, {}, event.outputs)
    send(step, instance.scope, implicit_split(step, key, step.node_at(key)))


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split, child_left=child_left)
