"""What passes on at once: start events, tasks without a kind, manual tasks (BPMN 2.0.2, 13.3.3)."""

from typing import Any

from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.flows import implicit_split
from engine.kernel.lifecycle import complete


def enter(step: Step, key: int, element: Any) -> None:
    complete(step, key)


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
