"""Exclusive gateway: each token passes by itself, along the first true condition (BPMN 2.0.2, 13.4.2)."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.elements.passing import enter
from engine.kernel.flows import first_true

BEHAVIOUR = Behaviour(enter=enter, outgoing=first_true)
