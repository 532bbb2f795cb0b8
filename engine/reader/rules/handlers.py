"""Several events that interrupt the same thing when the same happens (BPMN 2.0.2, 10.5.6)."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from engine.model.elements import BoundaryEvent, EventSubProcess, StartEvent
from engine.model.entries import is_parallel
from engine.model.events import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    EventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
    parts,
)
from engine.reader.draft import Draft
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule

Happening: TypeAlias = tuple[str, str]


@rule(
    error(
        "caught-twice",
        "{it} catches the same error or escalation as another event beside it, so that it is open which of them does.",
        "Keep one of them, or let them catch different codes.",
    )
)
def caught_twice(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.6: one handler that interrupts for the same error or escalation."""
    return (at(node) for node, kind in _doubles(draft) if kind in ("error", "escalation"))


@rule(
    warning(
        "interrupted-twice",
        "{it} waits for the same message or signal as another event beside it, and both interrupt: only one can.",
        "Keep one of them, or let one not interrupt.",
    )
)
def interrupted_twice(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.6: one handler that interrupts for the same message or signal."""
    return (at(node) for node, kind in _doubles(draft) if kind in ("message", "signal"))


def _doubles(draft: Draft) -> Iterator[tuple[etree._Element, str]]:
    handlers = [(place, happening, node) for place, event, node in _interrupting(draft) for happening in _what(event)]
    counted = Counter((place, happening) for place, happening, _ in handlers)
    for place, happening, node in handlers:
        if counted[place, happening] > 1:
            yield node, happening[0]


def _interrupting(draft: Draft) -> Iterator[tuple[str, EventDefinition | None, etree._Element]]:
    """What interrupts: at the boundary of which activity, or in which scope as the start of an event sub-process."""
    for event, node in draft.of(BoundaryEvent):
        if event.interrupting:
            yield f"at {event.attached_to}", event.definition, node
    for start, node in draft.of(StartEvent):
        around = draft.elements.get(start.scope)
        if start.interrupting and isinstance(around, EventSubProcess):
            yield f"in {around.scope}", start.definition, node


def _what(definition: EventDefinition | None) -> set[Happening]:
    """Each thing that the definition is for, by its kind and its code or name; no code stands for any."""
    return set() if is_parallel(definition) else {found for part in parts(definition) if (found := _happening(part))}


def _happening(part: EventDefinition) -> Happening | None:
    match part:
        case ErrorEventDefinition(error=thrown):
            return "error", "" if thrown is None or thrown.code is None else thrown.code.text
        case EscalationEventDefinition(escalation=raised):
            return "escalation", "" if raised is None or raised.code is None else raised.code.text
        case MessageEventDefinition(message=sent) if sent is not None:
            key = "" if sent.correlation_key is None else sent.correlation_key.text
            return "message", f"{sent.name.text} {key}"
        case SignalEventDefinition(signal=signal):
            return "signal", signal.name.text
    return None


RULES = (caught_twice, interrupted_twice)
