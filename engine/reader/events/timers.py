"""Timer event definitions (BPMN 2.0.2, table 10.101)."""

import re

from lxml import etree

from engine.feel.values.durations import DaysTime, YearsMonths
from engine.feel.values.temporal import Date, DateTime
from engine.feel.values.temporal_text import parse_temporal
from engine.model.events import TimerEventDefinition, TimerKind
from engine.reader.context import Context
from engine.reader.expressions import NOTHING, is_feel
from engine.reader.nodes import child, local, text
from engine.reader.problems import error, warning
from engine.reader.vocabulary import bpmn

WITHOUT = error(
    "timer-without-time", "{it} does not say when its timer is due.", "Give it a date, a duration or a cycle."
)
SEVERAL = error(
    "timer-several-times",
    "{it} has more than one of date, duration and cycle.",
    "Keep the one that is meant; they exclude each other.",
)
NOT_A_TIME = error(
    "timer-value",
    "the timer of {it} says “{text}”, which is no ISO 8601 {kind}.",
    "Write it like {example}, or as an expression that begins with “=”.",
)
CYCLE_HERE = warning(
    "timer-cycle-here",
    "{it} has a timer cycle, but waits only for its first time.",
    "Use a date or a duration, or a start event or a boundary event that does not interrupt.",
)

_CYCLE = re.compile(r"R(?P<count>\d*)/(?:(?P<start>[^/]+)/)?(?P<interval>P[^/]+)")
_WEEKS = re.compile(r"\bP(\d{1,6})W\b")  # ISO 8601 has weeks; FEEL, which reads the text later, has not
_WORDS = {
    TimerKind.DATE: ("date and time", "2026-05-31T12:00:00Z"),
    TimerKind.DURATION: ("duration", "P14D or PT30M"),
    TimerKind.CYCLE: ("repeating interval", "R3/P7D"),
}


def timer_definition(node: etree._Element, event: etree._Element, context: Context) -> TimerEventDefinition | None:
    """When the timer is due."""
    found = [(kind, value) for kind in TimerKind if (value := child(node, bpmn(kind.value))) is not None]
    found = [(kind, value) for kind, value in found if text(value)]
    if not found:
        context.problems.add(WITHOUT, event)
        return None
    if len(found) > 1:
        context.problems.add(SEVERAL, event)
    kind, value = found[0]
    source = _WEEKS.sub(lambda weeks: f"P{7 * int(weeks[1])}D", text(value))
    word, example = _WORDS[kind]
    if not is_feel(source) and not _is_time(kind, source):
        context.problems.add(NOT_A_TIME, event, text=source, kind=word, example=example)
        return TimerEventDefinition(kind, NOTHING)
    if kind is TimerKind.CYCLE and local(event) == "intermediateCatchEvent":
        context.problems.add(CYCLE_HERE, event)
    return TimerEventDefinition(kind, context.expressions.text(value, f"the timer’s {word}", source))


def _is_time(kind: TimerKind, source: str) -> bool:
    match kind:
        case TimerKind.DATE:
            return isinstance(parse_temporal(source), Date | DateTime)
        case TimerKind.DURATION:
            return isinstance(parse_temporal(source), DaysTime | YearsMonths)
        case TimerKind.CYCLE:
            found = _CYCLE.fullmatch(source)
            if found is None or found["count"].strip("0") == "" != found["count"]:
                return False
            starts = found["start"] is None or _is_time(TimerKind.DATE, found["start"])
            return starts and _is_time(TimerKind.DURATION, found["interval"])
