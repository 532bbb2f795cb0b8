"""Timer event definitions (BPMN 2.0.2, table 10.101)."""

import re

from lxml import etree

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

_DATE = r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d|@[\w/+-]+)?)?"
_DURATION = r"-?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"
_CYCLE = rf"R\d*/(({_DATE})/)?({_DURATION})(/({_DATE}))?"
_CRON = r"@\w+|(\S+\s+){5,6}\S+"
_KINDS = {
    TimerKind.DATE: ("date and time", re.compile(_DATE), "2026-05-31T12:00:00Z"),
    TimerKind.DURATION: ("duration", re.compile(_DURATION), "P14D or PT30M"),
    TimerKind.CYCLE: ("repeating interval", re.compile(rf"{_CYCLE}|{_CRON}"), "R3/P7D"),
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
    source = text(value)
    word, shape, example = _KINDS[kind]
    if not is_feel(source) and not shape.fullmatch(source):
        context.problems.add(NOT_A_TIME, event, text=source, kind=word, example=example)
        return TimerEventDefinition(kind, NOTHING)
    if kind is TimerKind.CYCLE and local(event) == "intermediateCatchEvent":
        context.problems.add(CYCLE_HERE, event)
    return TimerEventDefinition(kind, context.expressions.text(value, f"the timer’s {word}", source))
