"""Compensation: what undoes what, and what a compensation event throws (BPMN 2.0.2, 10.7)."""

from collections.abc import Iterator

from lxml import etree

from engine.model.elements import Activity, BoundaryEvent, Event, EventSubProcess, StartEvent, SubProcess
from engine.model.events import CompensateEventDefinition, parts
from engine.reader.draft import Draft
from engine.reader.nodes import attribute, is_event_sub_process, label
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule


def _compensation_events(draft: Draft) -> Iterator[tuple[BoundaryEvent, etree._Element]]:
    for event, node in draft.of(BoundaryEvent):
        if any(isinstance(part, CompensateEventDefinition) for part in parts(event.definition)):
            yield event, node


def _only_compensation(draft: Draft) -> Iterator[tuple[BoundaryEvent, etree._Element]]:
    """Those that wait for nothing else besides."""
    return ((event, node) for event, node in _compensation_events(draft) if len(parts(event.definition)) == 1)


@rule(
    error(
        "compensation-without-handler",
        "{it} is not associated with an activity that is marked for compensation.",
        "Draw an association to the activity that undoes, and mark that activity for compensation.",
    )
)
def without_handler(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.4 and 10.7.1: an association leads from a compensation event to the handler beside it."""
    return (at(node) for event, node in _compensation_events(draft) if event.handler is None)


@rule(
    error(
        "compensation-twice",
        "{it} is at an activity that another compensation event is attached to as well.",
        "Keep one of them: an activity has one way to be undone.",
    )
)
def undone_twice(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.7.1: an activity has at most one compensation handler."""
    seen = set()
    for event, node in _compensation_events(draft):
        if event.attached_to in seen:
            yield at(node)
        seen.add(event.attached_to)


@rule(
    error(
        "compensation-with-flow",
        "a sequence flow leads out of {it}, whose way is the association.",
        "Remove the flow.",
    )
)
def with_flow(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.4: a compensation event at a boundary must not have an outgoing sequence flow."""
    return (at(node) for event, node in _only_compensation(draft) if event.outgoing)


@rule(
    warning(
        "compensation-not-interrupting",
        "{it} is drawn as not interrupting, but its activity is over when it is undone.",
        "Draw it as interrupting, which is how the standard draws it.",
    )
)
def drawn_as_not_interrupting(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, tables 10.86 and 10.90: whether it interrupts does not apply to a compensation event."""
    yield from (at(node) for event, node in _only_compensation(draft) if not event.interrupting)
    for start, node in draft.of(StartEvent):
        if isinstance(start.definition, CompensateEventDefinition) and not start.interrupting:
            yield at(node)


@rule(
    error(
        "compensation-handler-with-flow",
        "{it} is marked for compensation, but a sequence flow leads into or out of it.",
        "Remove the flow: only compensation starts the activity.",
    )
)
def handler_with_flow(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 8.4.13 and 10.7.1: an activity for compensation has no incoming or outgoing sequence flows."""
    for activity, node in draft.of(Activity):
        if activity.for_compensation and (activity.incoming or activity.outgoing):
            yield at(node)


@rule(
    warning(
        "compensation-handler-unused",
        "{it} is marked for compensation, but no compensation event is associated with it.",
        "Draw the association from the compensation event, or remove the activity.",
    )
)
def handler_unused(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.7.1: a compensation activity is reached by an association only."""
    used = {event.handler for event, _ in _compensation_events(draft)}
    return (at(node) for activity, node in draft.of(Activity) if activity.for_compensation and activity.id not in used)


@rule(
    error(
        "compensation-of-stranger",
        "{it} undoes “{id}”, which is no activity of the same scope.",
        "Choose an activity beside it, or beside its event sub-process.",
    )
)
def of_stranger(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.81 and 10.7.2: the activity to undo is in the scope that the event stands in."""
    for definition, node in _thrown(draft):
        referred = draft.elements.get(definition.activity or "")
        if definition.activity and (not isinstance(referred, Activity) or referred.scope not in _reach(node)):
            yield at(node, id=definition.activity)


@rule(
    warning(
        "compensation-without-effect",
        "{it} undoes {activity}, for which nothing says how.",
        "Attach a compensation event to the activity.",
    )
)
def without_effect(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.81: the activity that is named has a compensation handler, or holds some."""
    undone = {event.attached_to for event, _ in _compensation_events(draft)}
    for definition, node in _thrown(draft):
        referred = draft.elements.get(definition.activity or "")
        if isinstance(referred, Activity) and not isinstance(referred, SubProcess) and referred.id not in undone:
            yield at(node, activity=label(draft.flow_nodes[referred.id]))


@rule(
    warning(
        "compensation-of-process",
        "{it} would undo a whole process, which nothing can ask for.",
        "Put the event sub-process into the sub-process that it undoes.",
    )
)
def of_process(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.7.1: a compensation event sub-process undoes the sub-process that it stands in."""
    for event, node in draft.of(StartEvent):
        around = draft.elements.get(event.scope)
        undoes = any(isinstance(part, CompensateEventDefinition) for part in parts(event.definition))
        if undoes and isinstance(around, EventSubProcess) and around.scope == draft.id:
            yield at(node)


def _thrown(draft: Draft) -> Iterator[tuple[CompensateEventDefinition, etree._Element]]:
    """The compensations that end events and intermediate events throw."""
    for event, node in draft.of(Event):
        if isinstance(event, BoundaryEvent | StartEvent):
            continue
        for part in parts(event.definition):
            if isinstance(part, CompensateEventDefinition):
                yield part, node


def _reach(event: etree._Element) -> Iterator[str]:
    """The scopes in which the event can undo something: its own, and around an event sub-process."""
    scope = event.getparent()
    while scope is not None:
        yield attribute(scope, "id")
        if not is_event_sub_process(scope):
            return
        scope = scope.getparent()


RULES = (
    without_handler,
    undone_twice,
    with_flow,
    drawn_as_not_interrupting,
    handler_with_flow,
    handler_unused,
    of_stranger,
    without_effect,
    of_process,
)
