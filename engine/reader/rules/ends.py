"""Where paths end."""

from collections.abc import Iterator

from engine.model.elements import (
    Activity,
    BoundaryEvent,
    Element,
    EndEvent,
    Event,
    EventSubProcess,
    IntermediateThrowEvent,
)
from engine.model.events import (
    CancelEventDefinition,
    Error,
    ErrorEventDefinition,
    Escalation,
    EscalationEventDefinition,
    LinkEventDefinition,
    TerminateEventDefinition,
    parts,
)
from engine.reader.draft import Draft
from engine.reader.nodes import local
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule


@rule(
    error("end-with-outgoing", "a sequence flow leads out of {it}.", "Remove the flow, or use an intermediate event.")
)
def end_with_outgoing(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.3: an end event must not be a source for sequence flows."""
    return (at(node) for event, node in draft.of(EndEvent) if event.outgoing)


@rule(
    warning(
        "end-missing",
        "{it} has a start event, but no end event.",
        "Draw an end event at the end of each path.",
    )
)
def no_end(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.3: if there is a start event, there must be at least one end event."""
    for node, drawn in draft.scopes():
        kinds = {local(child) for child in drawn}
        if "startEvent" in kinds and "endEvent" not in kinds:
            yield at(node)


@rule(
    warning(
        "path-without-end",
        "no sequence flow leads out of {it}, so that its path ends there.",
        "Connect it to what comes next, or to an end event.",
    )
)
def path_without_end(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.3: if the process has end events, all other flow nodes must have an outgoing sequence flow."""
    with_end = {event.scope for event, _ in draft.of(EndEvent)}
    for id, element in draft.elements.items():
        if element.scope in with_end and not element.outgoing and not _ends_rightly(element):
            yield at(draft.flow_nodes[id])


def _ends_rightly(element: Element) -> bool:
    """Whether no sequence flow need lead out of the element. (Boundary events have a rule of their own.)"""
    match element:
        case EndEvent() | BoundaryEvent() | EventSubProcess() | Activity(for_compensation=True):
            return True
        case IntermediateThrowEvent(definition=LinkEventDefinition()):
            return True
    return False


@rule(
    warning(
        "error-without-code",
        "{it} throws an error without a code, which only an event for all errors catches.",
        "Choose an error that has a code.",
    )
)
def error_without_code(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.88: an error end event names the error that it throws, and the error its code."""
    for event, node in draft.of(EndEvent):
        for part in parts(event.definition):
            match part:
                case ErrorEventDefinition(error=None) | ErrorEventDefinition(Error(code=None)):
                    yield at(node)


@rule(
    warning(
        "escalation-without-code",
        "{it} throws an escalation without a code, which only an event for all escalations catches.",
        "Choose an escalation that has a code.",
    )
)
def escalation_without_code(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 8.47: an escalation that an end event or an intermediate throw event throws has a code."""
    for event, node in draft.of(Event):
        if not isinstance(event, EndEvent | IntermediateThrowEvent):
            continue
        for part in parts(event.definition):
            match part:
                case EscalationEventDefinition(escalation=None) | EscalationEventDefinition(Escalation(code=None)):
                    yield at(node)


@rule(
    error(
        "end-with-job",
        "{it} has a job, but throws an error, cancels or terminates, which no job does.",
        "Put the job into a service task before it.",
    )
)
def ends_by_job(draft: Draft) -> Iterator[Found]:
    """A job sends a message; that an end event ends something else follows from the diagram alone."""
    ending = ErrorEventDefinition | CancelEventDefinition | TerminateEventDefinition
    for event, node in draft.of(EndEvent):
        if event.job is not None and any(isinstance(part, ending) for part in parts(event.definition)):
            yield at(node)


RULES = (ends_by_job, end_with_outgoing, no_end, path_without_end, error_without_code, escalation_without_code)
