"""Timers: a date, a duration or a cycle becomes the moment at which the timer is due (BPMN 2.0.2, table 10.101)."""

import re
from datetime import UTC, datetime
from typing import Any

from engine.kernel.context import Step
from engine.kernel.facts import TimerArmed
from engine.kernel.failure import Failure
from engine.kernel.state import Timer
from engine.kernel.times import after, as_duration, as_moment, shown
from engine.kernel.variables import evaluate
from engine.model.events import TimerEventDefinition, TimerKind

CYCLE = re.compile(r"R(?P<count>\d*)/(?:(?P<start>[^/]+)/)?(?P<interval>P[^/]+)")


def arm_timer(step: Step, owner: int, event: str, definition: TimerEventDefinition, part: int) -> None:
    """Arm the timer of `event` for the instance `owner`, evaluated there."""
    value = evaluate(step, owner, definition.value, f"timer of {event}")
    due, interval, left = first_due(definition.kind, value, step.now, event)
    step.emit(TimerArmed(step.new_key(), owner, event, due, interval, left))


def rearm(step: Step, timer: Timer) -> None:
    """Arm a repeating timer again, counted from when it was due, so that lateness never adds up."""
    if timer.left and timer.owner in step.state.elements:
        interval = as_duration(timer.interval, f"interval of the timer {timer.event}")
        due = after(timer.due.astimezone(step.now.tzinfo), interval, "timer's interval")
        left = timer.left - 1 if timer.left > 0 else timer.left
        step.emit(TimerArmed(step.new_key(), timer.owner, timer.event, due, timer.interval, left))


def first_due(kind: TimerKind, value: Any, now: datetime, event: str) -> tuple[datetime, str, int]:
    """When the timer is due for the first time, the interval of a cycle, and how often it repeats after that.

    -1 repeats without an end. Raises `Failure` where `value` is not of the kind that the diagram says.
    """
    match kind:
        case TimerKind.DATE:
            return as_moment(value, now, f"time of {event}"), "", 0
        case TimerKind.DURATION:
            return after(now, as_duration(value, f"duration of {event}"), "timer's duration"), "", 0
        case TimerKind.CYCLE:
            return _first_of_cycle(value, now, event)


def _first_of_cycle(value: Any, now: datetime, event: str) -> tuple[datetime, str, int]:
    found = CYCLE.fullmatch(value) if isinstance(value, str) else None
    if found is None or found["count"] == "0":
        raise Failure(
            f"The cycle of {event} must be like R/P1D (for ever) or R3/PT2H (three times), but is {shown(value)}."
        )
    interval = as_duration(found["interval"], f"interval of {event}")
    left = int(found["count"]) - 1 if found["count"] else -1
    if found["start"]:
        return as_moment(found["start"], now, f"start of the cycle of {event}"), found["interval"], left
    due = after(now, interval, "cycle's interval")
    if due <= now.astimezone(UTC):
        raise Failure(f"The interval of {event} must be longer than nothing, but is {found['interval']}.")
    return due, found["interval"], left
