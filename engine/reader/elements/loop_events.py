"""What a multi-instance throws when its items complete: the attribute `behavior` (BPMN 2.0.2, 10.3.8)."""

from collections.abc import Iterator

from lxml import etree

from engine.model.events import EventDefinition, Signal, SignalEventDefinition
from engine.model.extensions import LoopEvent
from engine.reader.context import Context
from engine.reader.events import EVENT_DEFINITIONS, LOOP
from engine.reader.expressions import fixed
from engine.reader.nodes import attribute, child, children, is_bpmn, label, local, reference, tag
from engine.reader.problems import error, warning
from engine.reader.vocabulary import bpmn

UNKNOWN = error(
    "loop-event-unknown",
    "{it} throws “{definition}” when its items complete, which is no event definition beside the processes.",
    "Choose the event definition anew, or remove the behaviour.",
)
NOT_THROWN = error(
    "loop-event-not-thrown",
    "{it} has a {definition} as what it throws when its items complete, which the engine does not throw there.",
    "Throw a message, a signal, an escalation or an error.",
)
INCOMPLETE = error(
    "loop-event-incomplete",
    "{it} has the behaviour Complex, but does not say when it throws what.",
    "Give it a complex behaviour definition with a condition and an event, or the behaviour All.",
)

WITHOUT_EFFECT = warning(
    "loop-event-without-effect",
    "{it} says what it throws when its items complete, but its behaviour is not Complex.",
    "Set the behaviour to Complex, or remove what it throws.",
)


def loop_events(activity: etree._Element, loop: etree._Element, context: Context) -> tuple[LoopEvent, ...]:
    """What the loop throws; nothing for the behaviour All."""
    match attribute(loop, "behavior"):
        case "None":
            return (LoopEvent(_referred(reference(loop, "noneBehaviorEventRef"), activity, context)),)
        case "One":
            return (LoopEvent(_referred(reference(loop, "oneBehaviorEventRef"), activity, context), first=True),)
        case "Complex":
            found = tuple(_complex(activity, loop, context))
            if not found:
                context.problems.add(INCOMPLETE, activity)
            return found
    for behaviour in children(loop, bpmn("complexBehaviorDefinition")):
        context.problems.add(WITHOUT_EFFECT, activity)
        context.expressions.condition(child(behaviour, bpmn("condition")), "the condition of the behaviour")
    return ()


def _referred(id: str, activity: etree._Element, context: Context) -> EventDefinition:
    """The event definition that is referred to; where none is, a signal with the name of the activity's id."""
    usual = SignalEventDefinition(Signal("", fixed(attribute(activity, "id"))))
    if not id:
        return usual
    node = context.definitions.get(id)
    if node is None or not local(node).endswith("EventDefinition"):
        context.problems.add(UNKNOWN, activity, definition=id)
        return usual
    return _definition(node, activity, context) or usual


def _complex(activity: etree._Element, loop: etree._Element, context: Context) -> Iterator[LoopEvent]:
    for behaviour in children(loop, bpmn("complexBehaviorDefinition")):
        condition = context.expressions.condition(child(behaviour, bpmn("condition")), "the condition of the behaviour")
        for event in children(behaviour, bpmn("event")):
            for node in event:
                if is_bpmn(node) and local(node).endswith("EventDefinition"):
                    definition = _definition(node, activity, context)
                    if definition is not None:
                        yield LoopEvent(definition, condition=condition)


def _definition(node: etree._Element, activity: etree._Element, context: Context) -> EventDefinition | None:
    row = EVENT_DEFINITIONS.get(tag(node))
    if row is None or LOOP not in row.places:
        context.problems.add(NOT_THROWN, activity, definition=label(node).removeprefix("the "))
        return None
    return row.read(node, activity, context)
