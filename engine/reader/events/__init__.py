"""Event definitions (BPMN 2.0.2, 10.5.5), by ONE table: tag, how to read it, on which events the engine executes it."""

from collections.abc import Callable

from lxml import etree

from engine.model.events import EventDefinition
from engine.reader.context import Context
from engine.reader.events.errors import error_definition
from engine.reader.events.escalations import escalation_definition
from engine.reader.events.links import link_definition
from engine.reader.events.messages import message_definition
from engine.reader.events.terminate import terminate_definition
from engine.reader.events.timers import timer_definition
from engine.reader.nodes import is_event_sub_process, local
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn

Reader = Callable[[etree._Element, etree._Element, Context], EventDefinition | None]

START, CATCH, BOUNDARY = "startEvent", "intermediateCatchEvent", "boundaryEvent"
THROW, END = "intermediateThrowEvent", "endEvent"
EVENT_START = "startEvent of an event sub-process"

EVENT_DEFINITIONS: dict[str, tuple[Reader, frozenset[str]]] = {
    bpmn("timerEventDefinition"): (timer_definition, frozenset((START, EVENT_START, CATCH, BOUNDARY))),
    bpmn("messageEventDefinition"): (
        message_definition,
        frozenset((START, EVENT_START, CATCH, BOUNDARY, THROW, END)),
    ),
    bpmn("errorEventDefinition"): (error_definition, frozenset((EVENT_START, BOUNDARY, END))),
    bpmn("escalationEventDefinition"): (
        escalation_definition,
        frozenset((EVENT_START, BOUNDARY, THROW, END)),
    ),
    bpmn("linkEventDefinition"): (link_definition, frozenset((CATCH, THROW))),
    bpmn("terminateEventDefinition"): (terminate_definition, frozenset((END,))),
}


def place(event: etree._Element) -> str:
    """Where an event stands: the column of the standard's table of events (table 10.93)."""
    kind = local(event)
    return EVENT_START if kind == START and is_event_sub_process(event.getparent()) else kind


MULTIPLE = error(
    "event-multiple",
    "{it} has several event definitions, which the engine does not execute.",
    "Draw one event for each, for instance behind an event-based gateway.",
)
NOT_HERE = error(
    "event-not-here",
    "{it} has a {definition}, which the engine does not execute on this kind of event.",
    "Use another event definition or another kind of event.",
)
UNKNOWN_DEFINITION = error(
    "event-definition-unknown",
    "{it} refers to the event definition “{definition}”, which the file does not define.",
    "Choose the event definition anew.",
)
