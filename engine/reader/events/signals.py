"""Signal event definitions (BPMN 2.0.2, 10.5.5)."""

from lxml import etree

from engine.model.events import Signal, SignalEventDefinition
from engine.reader.context import Context
from engine.reader.expressions import NOTHING
from engine.reader.nodes import reference
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn

MISSING = error("event-without-signal", "{it} names no signal.", "Choose a signal, or make a new one.")
UNKNOWN = error(
    "signal-unknown",
    "{it} refers to the signal “{signal}”, which the file does not define.",
    "Choose a signal, or make a new one.",
)
NAMELESS = error("signal-without-name", "the signal of {it} has no name.", "Give the signal a name.")


def signal_definition(node: etree._Element, event: etree._Element, context: Context) -> SignalEventDefinition | None:
    """The signal that the event waits for or throws."""
    id = reference(node, "signalRef")
    if not id:
        context.problems.add(MISSING, event)
        return None
    found = context.definition(id, bpmn("signal"))
    if found is None:
        context.problems.add(UNKNOWN, event, signal=id)
        return None
    name = context.expressions.optional("text", found, "name")
    if name is None:
        context.problems.add(NAMELESS, event)
    return SignalEventDefinition(Signal(id, name or NOTHING))
