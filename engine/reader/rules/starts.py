"""Where a process and a sub-process begin."""

from collections.abc import Iterator

from lxml import etree

from engine.model.elements import Event, StartEvent
from engine.model.events import MessageEventDefinition, parts
from engine.reader.draft import Draft
from engine.reader.nodes import attribute, child, is_event_sub_process, is_true, local
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn


@rule(
    warning(
        "start-missing",
        "{it} has an end event, but no start event.",
        "Draw a start event; without one, every element that no flow leads to starts at once.",
    )
)
def no_start(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.2: if there is an end event, there must be at least one start event."""
    for node, drawn in draft.scopes():
        kinds = {"startEvent" if is_true(child, "instantiate") else local(child) for child in drawn}
        if "endEvent" in kinds and "startEvent" not in kinds and not is_event_sub_process(node):
            yield at(node)


@rule(
    error("start-impossible", "nothing in {it} can start.", "Draw a start event, and connect it to what comes first.")
)
def nothing_starts(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 13.2: a process is instantiated at its start events or at activities without incoming flows."""
    drawn = draft.drawn.get(draft.node, ())
    targets = {flow.target for flow in draft.flows.values()}
    if not any(
        local(node) == "startEvent" or (attribute(node, "id") not in targets and begins_by_itself(node))
        for node in drawn
    ):
        yield at(draft.node)


@rule(
    error(
        "start-several",
        "{it} has {count} start events without a trigger, so that it is open where it starts.",
        "Keep one of them, or give the others a message or a timer.",
    )
)
def several_none_starts(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.2 and 13.5.1: each start event is an independent way to start; one call can mean one only."""
    for node, drawn in draft.scopes():
        if is_event_sub_process(node):
            continue  # has rules of its own
        count = sum(1 for event in drawn if local(event) == "startEvent" and not has_trigger(event))
        if count > 1:
            yield at(node, count=str(count))


@rule(error("start-with-incoming", "a sequence flow leads into {it}.", "Let the flow lead to the element behind it."))
def start_with_incoming(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.2: a start event must not be a target for sequence flows."""
    return (at(node) for event, node in draft.of(StartEvent) if event.incoming)


@rule(
    error(
        "start-trigger-inside",
        "{it} has a trigger, but stands in a sub-process, which starts when the flow gets there.",
        "Remove the trigger, or put an intermediate event before the sub-process.",
    )
)
def trigger_inside(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.2: only the none start event may start an embedded sub-process."""
    for event, node in draft.of(StartEvent):
        scope = node.getparent()
        if scope is not draft.node and not is_event_sub_process(scope) and event.definition is not None:
            yield at(node)


@rule(
    error("start-without-message", "{it} waits for a message, but names none.", "Choose a message, or make a new one.")
)
def start_without_message(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.5: a message event definition of a catching event refers to the message that it waits for."""
    return (at(node) for event, node in draft.of(StartEvent) if lacks_message(event))


def lacks_message(event: Event) -> bool:
    """Whether a message event names no message."""
    return any(isinstance(part, MessageEventDefinition) and part.message is None for part in parts(event.definition))


def begins_by_itself(node: etree._Element) -> bool:
    """Whether the flow node begins with its scope when no sequence flow leads to it.

    Events at a boundary, event sub-processes, catching links and what undoes wait for something else.
    """
    if is_true(node, "isForCompensation"):
        return False
    is_link = child(node, bpmn("linkEventDefinition")) is not None and local(node) == "intermediateCatchEvent"
    return not (local(node) == "boundaryEvent" or is_event_sub_process(node) or is_link)


def has_trigger(node: etree._Element) -> bool:
    """Whether an event has a definition as drawn, even if it could not be read, of which something was said already."""
    return any(local(part).endswith(("EventDefinition", "eventDefinitionRef")) for part in node)


RULES = (no_start, nothing_starts, several_none_starts, start_with_incoming, trigger_inside, start_without_message)
