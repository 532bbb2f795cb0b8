"""The I/O-free state machine: a command is decided into facts, and facts change the state.

`step` is the one way in. The kernel reads no clock, database or random number: `now` is an argument and keys are
counters inside the instance, so that the same commands always give the same facts.
"""

from engine.kernel.apply import replay
from engine.kernel.step import step

__all__ = ["replay", "step"]
