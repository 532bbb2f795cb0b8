"""Event sub-processes: one event starts them, and no flow."""

from collections.abc import Iterator

from engine.model.elements import EventSubProcess
from engine.reader.draft import Draft
from engine.reader.nodes import local
from engine.reader.problems import error
from engine.reader.rules.starts import has_trigger
from engine.reader.rules.table import Found, at, rule


@rule(
    error(
        "event-sub-process-with-flow",
        "a sequence flow leads into or out of {it}, which only its event starts.",
        "Remove the flow, or make it an embedded sub-process.",
    )
)
def with_flow(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.5: an event sub-process must not have any incoming or outgoing sequence flows."""
    return (at(node) for element, node in draft.of(EventSubProcess) if element.incoming or element.outgoing)


@rule(
    error(
        "event-sub-process-starts",
        "{it} has {count} start events, so that it is open what starts it.",
        "Give it exactly one start event.",
    )
)
def not_one_start(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.5: an event sub-process must have exactly one start event."""
    for _, node in draft.of(EventSubProcess):
        count = sum(1 for inner in draft.drawn.get(node, ()) if local(inner) == "startEvent")
        if count != 1:
            yield at(node, count=str(count or "no"))


@rule(
    error(
        "event-sub-process-without-trigger",
        "{it} does not say which event starts its sub-process.",
        "Give it a message, a timer, an error or an escalation.",
    )
)
def without_trigger(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.2 and table 10.86: the start event of an event sub-process has a trigger."""
    for _, node in draft.of(EventSubProcess):
        for inner in draft.drawn.get(node, ()):
            if local(inner) == "startEvent" and not has_trigger(inner):
                yield at(inner)


RULES = (with_flow, not_one_start, without_trigger)
