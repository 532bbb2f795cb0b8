"""Boundary events: what they are attached to, and how they are connected."""

from collections.abc import Iterator

from engine.model.elements import BoundaryEvent, Event, StartEvent
from engine.model.events import CancelEventDefinition, CompensateEventDefinition, ErrorEventDefinition, parts
from engine.reader.draft import Draft
from engine.reader.nodes import local
from engine.reader.problems import error, warning
from engine.reader.rules.starts import has_trigger, lacks_message
from engine.reader.rules.table import Found, at, rule


@rule(
    error(
        "boundary-unattached",
        "{it} is attached to “{id}”, which is no task or sub-process beside it.",
        "Attach it to the task or sub-process that it belongs to.",
    )
)
def unattached(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.92: a boundary event is attached to an activity."""
    for event, node in draft.of(BoundaryEvent):
        host = draft.flow_nodes.get(event.attached_to)
        is_activity = host is not None and not local(host).endswith(("Event", "Gateway"))
        if host is None or not is_activity or host.getparent() is not node.getparent():
            yield at(node, id=event.attached_to)


@rule(error("boundary-with-incoming", "a sequence flow leads into {it}.", "Let the flow lead to the activity itself."))
def with_incoming(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.4: a boundary event must not be a target for sequence flows."""
    return (at(node) for event, node in draft.of(BoundaryEvent) if event.incoming)


@rule(
    warning(
        "boundary-without-outgoing", "no sequence flow leads out of {it}.", "Draw what happens when the event occurs."
    )
)
def without_outgoing(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.4: a boundary event must be a source for a sequence flow."""
    for event, node in draft.of(BoundaryEvent):
        if not event.outgoing and not isinstance(event.definition, CompensateEventDefinition):
            yield at(node)


@rule(
    error("boundary-without-trigger", "{it} does not say what it waits for.", "Give it a timer, a message or an error.")
)
def without_trigger(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.90: a boundary event has a trigger; there is no none boundary event."""
    return (at(node) for _, node in draft.of(BoundaryEvent) if not has_trigger(node))


@rule(
    error(
        "boundary-without-message", "{it} waits for a message, but names none.", "Choose a message, or make a new one."
    )
)
def without_message(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.5: a message event definition of a catching event refers to the message that it waits for."""
    return (at(node) for event, node in draft.of(BoundaryEvent) if lacks_message(event))


@rule(
    error(
        "must-interrupt",
        "{it} catches an error or a cancelling, but is drawn as not interrupting.",
        "Make it interrupting: what threw it cannot go on.",
    )
)
def not_interrupting(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.86 and 10.90: errors and cancelling always interrupt what they are caught for."""
    for event, node in draft.of(Event):
        if not isinstance(event, BoundaryEvent | StartEvent):
            continue
        kinds = tuple(type(part) for part in parts(event.definition))
        if not event.interrupting and (ErrorEventDefinition in kinds or CancelEventDefinition in kinds):
            yield at(node)


RULES = (unattached, with_incoming, without_outgoing, without_trigger, without_message, not_interrupting)
