"""Event definitions (BPMN 2.0.2, 10.5.5), by ONE table: tag, how to read it, on which events the engine executes it."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from engine.model.events import EventDefinition
from engine.reader.context import Context
from engine.reader.events.compensation import cancel_definition, compensate_definition
from engine.reader.events.conditions import conditional_definition
from engine.reader.events.errors import error_definition
from engine.reader.events.escalations import escalation_definition
from engine.reader.events.links import link_definition
from engine.reader.events.messages import message_definition
from engine.reader.events.signals import signal_definition
from engine.reader.events.terminate import terminate_definition
from engine.reader.events.timers import timer_definition
from engine.reader.nodes import is_event_sub_process, local
from engine.reader.vocabulary import bpmn

Reader = Callable[[etree._Element, etree._Element, Context], EventDefinition | None]

START, CATCH, BOUNDARY = "startEvent", "intermediateCatchEvent", "boundaryEvent"
THROW, END = "intermediateThrowEvent", "endEvent"
EVENT_START = "startEvent of an event sub-process"
LOOP = "multiInstanceLoopCharacteristics"  # what it throws when its items complete
_CATCHING = frozenset((START, EVENT_START, CATCH, BOUNDARY))
_THROWING = frozenset((THROW, END, LOOP))


@dataclass(frozen=True, slots=True)
class Row:
    """How an event definition is read, where the engine executes it, and where of these only alone."""

    read: Reader
    places: frozenset[str]
    alone: frozenset[str] = frozenset()


EVENT_DEFINITIONS: dict[str, Row] = {
    bpmn("timerEventDefinition"): Row(timer_definition, _CATCHING),
    bpmn("messageEventDefinition"): Row(message_definition, _CATCHING | _THROWING),
    bpmn("signalEventDefinition"): Row(signal_definition, _CATCHING | _THROWING),
    bpmn("conditionalEventDefinition"): Row(conditional_definition, _CATCHING),
    bpmn("errorEventDefinition"): Row(error_definition, frozenset((EVENT_START, BOUNDARY, END, LOOP))),
    bpmn("escalationEventDefinition"): Row(escalation_definition, _THROWING | {EVENT_START, BOUNDARY}),
    bpmn("compensateEventDefinition"): Row(compensate_definition, frozenset((EVENT_START, BOUNDARY, THROW, END))),
    bpmn("cancelEventDefinition"): Row(cancel_definition, frozenset((BOUNDARY, END))),
    bpmn("linkEventDefinition"): Row(link_definition, frozenset((CATCH, THROW)), frozenset((CATCH, THROW))),
    bpmn("terminateEventDefinition"): Row(terminate_definition, frozenset((END,))),
}

# What can be awaited: of these an event may wait for all at once, where it happens only once.
AWAITED = frozenset(
    map(
        bpmn,
        ("timerEventDefinition", "messageEventDefinition", "signalEventDefinition", "conditionalEventDefinition"),
    )
)


def place(event: etree._Element) -> str:
    """Where an event stands: the column of the standard's table of events (table 10.93)."""
    kind = local(event)
    return EVENT_START if kind == START and is_event_sub_process(event.getparent()) else kind
