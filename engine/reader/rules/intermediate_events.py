"""Intermediate events that stand between other elements: what they wait for or throw."""

from collections.abc import Iterator

from engine.model.elements import EndEvent, Event, IntermediateCatchEvent, IntermediateThrowEvent
from engine.model.events import LinkEventDefinition
from engine.reader.draft import Draft
from engine.reader.problems import error, warning
from engine.reader.rules.starts import has_trigger, lacks_message
from engine.reader.rules.table import Found, at, rule


@rule(
    warning(
        "intermediate-without-incoming",
        "no sequence flow leads into {it}.",
        "Connect it to what comes before, or make it a start event.",
    )
)
def without_incoming(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.4: an intermediate event in normal flow must be a target of a sequence flow."""
    for event, node in draft.of(Event):
        if isinstance(event, IntermediateCatchEvent) and isinstance(event.definition, LinkEventDefinition):
            continue
        if isinstance(event, IntermediateCatchEvent | IntermediateThrowEvent) and not event.incoming:
            yield at(node)


@rule(
    warning(
        "intermediate-without-outgoing",
        "no sequence flow leads out of {it}.",
        "Connect it to what comes next, or make it an end event.",
    )
)
def without_outgoing(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.4: an intermediate event in normal flow must be a source for a sequence flow.

    Beside an end event, the rule on paths without an end says so.
    """
    with_end = {event.scope for event, _ in draft.of(EndEvent)}
    for event, node in draft.of(Event):
        if isinstance(event, IntermediateThrowEvent) and isinstance(event.definition, LinkEventDefinition):
            continue
        is_intermediate = isinstance(event, IntermediateCatchEvent | IntermediateThrowEvent)
        if is_intermediate and not event.outgoing and event.scope not in with_end:
            yield at(node)


@rule(error("catch-without-trigger", "{it} does not say what it waits for.", "Give it a timer or a message."))
def catch_without_trigger(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.89: a catching intermediate event has a trigger."""
    return (at(node) for _, node in draft.of(IntermediateCatchEvent) if not has_trigger(node))


@rule(
    error("catch-without-message", "{it} waits for a message, but names none.", "Choose a message, or make a new one.")
)
def catch_without_message(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.5: a message event definition of a catching event refers to the message that it waits for."""
    return (at(node) for event, node in draft.of(IntermediateCatchEvent) if lacks_message(event))


@rule(
    warning("throw-without-message", "{it} sends nothing: it has neither a message nor a job.", "Give it one of them.")
)
def throws_nothing(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.5: a message event definition of a throwing event refers to the message that it sends."""
    for event, node in draft.of(Event):
        if isinstance(event, IntermediateThrowEvent | EndEvent) and lacks_message(event) and event.job is None:
            yield at(node)


RULES = (without_incoming, without_outgoing, catch_without_trigger, catch_without_message, throws_nothing)
