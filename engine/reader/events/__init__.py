"""Event definitions (BPMN 2.0.2, 10.5.5), by ONE table: tag, how to read it, on which events the engine executes it."""

from collections.abc import Callable

from lxml import etree

from engine.model.events import EventDefinition
from engine.reader.context import Context
from engine.reader.events.errors import error_definition
from engine.reader.events.messages import message_definition
from engine.reader.events.terminate import terminate_definition
from engine.reader.events.timers import timer_definition
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn

Reader = Callable[[etree._Element, etree._Element, Context], EventDefinition | None]

EVENT_DEFINITIONS: dict[str, tuple[Reader, frozenset[str]]] = {
    bpmn("timerEventDefinition"): (
        timer_definition,
        frozenset(("startEvent", "intermediateCatchEvent", "boundaryEvent")),
    ),
    bpmn("messageEventDefinition"): (
        message_definition,
        frozenset(("startEvent", "intermediateCatchEvent", "boundaryEvent", "intermediateThrowEvent", "endEvent")),
    ),
    bpmn("errorEventDefinition"): (error_definition, frozenset(("boundaryEvent", "endEvent"))),
    bpmn("terminateEventDefinition"): (terminate_definition, frozenset(("endEvent",))),
}

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
