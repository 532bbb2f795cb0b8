"""Timers: a date, a duration or a cycle becomes the moment at which the timer is due (BPMN 2.0.2, table 10.101)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.feel.values.durations import DaysTime, YearsMonths
from engine.kernel.context import Step
from engine.kernel.facts import TimerArmed
from engine.kernel.failure import Failure
from engine.kernel.state import Timer
from engine.kernel.times import Days, Length, after, as_duration, as_moment, shown, times
from engine.kernel.variables import evaluate
from engine.model.elements import Event
from engine.model.entries import is_parallel
from engine.model.events import TimerEventDefinition, TimerKind

DAYS = re.compile(r"P(\d{1,7})D")
CYCLE = re.compile(r"R(?P<count>\d*)/(?:(?P<start>[^/]+)/)?(?P<interval>P[^/]+)")


def arm_timer(step: Step, owner: int, event: str, definition: TimerEventDefinition, part: int) -> None:
    """Arm the timer of `event` for the instance `owner`, evaluated there."""
    value = evaluate(step, owner, definition.value, f"timer of {event}")
    due, interval, left = first_due(definition.kind, value, step.now, event)
    step.emit(TimerArmed(step.new_key(), owner, event, due, interval, left))


def rearm(step: Step, timer: Timer) -> None:
    """Arm a repeating timer again, counted from when it was due, so that lateness never adds up.

    Repetitions that passed while nothing ran are made up for by the one that has just fired.
    """
    event = step.process_at(timer.owner).elements[timer.event]
    if isinstance(event, Event) and is_parallel(event.definition):
        return  # it is awaited anew together with all else that the event waits for
    following = next_repetition(timer.due, timer.interval, timer.left, step.now) if timer.left else None
    if following is not None:
        due, left = following
        step.emit(TimerArmed(step.new_key(), timer.owner, timer.event, due, timer.interval, left))


def next_repetition(due: datetime, interval: str, left: int, now: datetime) -> tuple[datetime, int] | None:
    """The first repetition of a cycle after `now`, and how many are left after it; None when it is over.

    `due` is when it was due last, `left` how many repetitions were left then (-1 endless). An `interval` in months or
    days begins with the moment that they are counted from, by the office's clocks, and a slash: from the 31st, or from
    an hour that the clocks leave out one day, the next repetition is again on the 31st, or at that hour.
    """
    begin, _, length_text = interval.rpartition("/")
    length = as_interval(length_text, "cycle's interval")
    start, passed = due.astimezone(now.tzinfo), 0
    if begin:
        start = datetime.fromisoformat(begin).replace(tzinfo=now.tzinfo)
        passed = until(start, length, due)
    number = 1
    match length:
        case DaysTime(nanos):
            number += max(0, (now - due) // timedelta(microseconds=nanos // 1000))
        case Days(days):
            number += max(0, (now - due).days // days - 1)  # nearly: days are not all of the same length
    while number <= left or left < 0:
        found = after(start, times(length, passed + number), "cycle's interval")
        if found > now:
            return found, left - number if left > 0 else left
        number += 1
    return None


def until(start: datetime, length: Length, due: datetime) -> int:
    """How often the interval has passed between two moments."""
    number, there = 0, due.astimezone(start.tzinfo)
    match length:  # nearly: the day of the month, and the hour, have still to be looked at
        case YearsMonths(months):
            number = max(0, (12 * (there.year - start.year) + there.month - start.month) // months - 1)
        case Days(days):
            number = max(0, (there.date() - start.date()).days // days - 1)
    while after(start, times(length, number + 1), "cycle's interval") <= due:
        number += 1
    return number


def as_interval(text: str, what: str) -> Length:
    """The interval of a cycle. `P1D` is a day of the calendar, at the same time of day, and `PT24H` so many hours."""
    days = DAYS.fullmatch(text)
    return Days(int(days[1])) if days else as_duration(text, what)


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
    interval = as_interval(found["interval"], f"interval of {event}")
    left = int(found["count"]) - 1 if found["count"] else -1
    due, start = after(now, interval, "cycle's interval"), now
    if due <= now.astimezone(UTC):
        raise Failure(f"The interval of {event} must be longer than nothing, but is {found['interval']}.")
    if found["start"]:
        due = as_moment(found["start"], now, f"start of the cycle of {event}")
        start = due.astimezone(now.tzinfo)
    if isinstance(interval, DaysTime):
        return due, found["interval"], left
    return due, f"{start.replace(tzinfo=None).isoformat()}/{found['interval']}", left
