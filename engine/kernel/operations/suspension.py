"""Suspended: nothing in the instance moves. Operators may still set variables, end, begin and migrate things in it.

What that would have set in motion waits for the resuming, which looks at everything that could go on.
"""

from typing import Any

from engine.errors import Refused, Suspended
from engine.kernel import commands as c
from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.instructions import ResumeInstance, SuspendInstance
from engine.kernel.lifecycle import arrive, enter

#: Commands that would move something. A try of a job that failed is only noted.
MOVING: frozenset[type[Any]] = frozenset(
    {
        c.CompleteWorkItem,
        c.CompleteJob,
        c.ThrowJobError,
        c.FireTimer,
        c.DeliverMessage,
        c.DeliverSignal,
        c.ResolveIncident,
    }
)


def refuse_if_suspended(step: Step, command: c.Command) -> None:
    """Raises `Suspended` for a command that would move something in a suspended instance."""
    if step.state.status == "suspended" and type(command) in MOVING:
        raise Suspended


def suspend(step: Step, command: SuspendInstance) -> None:
    if step.state.status != "active":
        raise Refused(f"Only what is under way can be suspended; this instance is {step.state.status}.")
    step.emit(f.InstanceSuspended(command.reason))


def resume(step: Step, command: ResumeInstance) -> None:
    """Let everything go on that could not, and look at what waits for others and at every condition."""
    state = step.state
    if state.status != "suspended":
        raise Refused(f"Only a suspended instance can be resumed; this one is {state.status}.")
    held = [key for key, instance in state.elements.items() if instance.phase == "held"]
    step.emit(f.InstanceResumed(command.reason))
    for key in held:
        step.later(enter, key)
    for key, instance in state.elements.items():
        for flow, number in instance.tokens.items():
            for _ in range(number):
                step.later(arrive, flow, key)
        if instance.tokens or instance.resetting:
            step.resting.add(key)
    step.new_conditions += state.conditions
