"""A boundary event is only ever entered when it has happened; a retry of its outputs lets it go on."""

from engine.kernel.behaviour import Behaviour
from engine.kernel.elements.passing import enter
from engine.kernel.flows import implicit_split

BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
