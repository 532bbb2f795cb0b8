"""Intermediate catch event: waits for its message or time (BPMN 2.0.2, 13.5.2)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.events.waits import subscribe
from engine.kernel.flows import implicit_split
from engine.model.elements import IntermediateCatchEvent


def enter(step: Step, key: int, event: IntermediateCatchEvent) -> None:
    subscribe(step, key, event)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
