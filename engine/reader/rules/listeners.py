"""Which elements have a moment at which an execution listener can be asked."""

from collections.abc import Iterator

from lxml import etree

from engine.model.elements import (
    Activity,
    BoundaryEvent,
    Element,
    EndEvent,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ParallelGateway,
    ReceiveTask,
    StartEvent,
)
from engine.model.events import (
    CancelEventDefinition,
    CompensateEventDefinition,
    ErrorEventDefinition,
    EventDefinition,
    LinkEventDefinition,
    TerminateEventDefinition,
    parts,
)
from engine.reader.draft import Draft
from engine.reader.nodes import attribute
from engine.reader.problems import error
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import zeebe

START, END = frozenset(("start",)), frozenset(("end",))
NEVER: frozenset[str] = frozenset()
#: What ends other things as well leaves no time to ask anybody.
FINAL = (CancelEventDefinition, ErrorEventDefinition, TerminateEventDefinition)


@rule(
    error(
        "listener-not-here",
        "{it} has an execution listener for “{event}”, and there is no such moment here.",
        "Remove it, or draw a service task where the listener would run.",
    )
)
def not_here(draft: Draft) -> Iterator[Found]:
    """An event that begins a scope or is attached only ends, a gateway only begins, a process has no listeners."""
    for holder in draft.node.iter(zeebe("executionListeners")):
        owner = _owner(holder)
        if owner in draft.refused:
            continue  # what it is can't be told
        element = draft.elements.get(attribute(owner, "id"))
        moments = NEVER if element is None else _moments(draft, element)
        for listener in holder.iterchildren(zeebe("executionListener")):
            event = attribute(listener, "eventType")
            if event not in moments:
                yield at(owner, event=event)


def _owner(holder: etree._Element) -> etree._Element:
    around = holder.getparent()
    owner = None if around is None else around.getparent()
    return holder if owner is None else owner


def _moments(draft: Draft, element: Element) -> frozenset[str]:
    match element:
        case StartEvent():
            return NEVER if _leads_to_task_that_begins(draft, element) else END
        case BoundaryEvent():
            return NEVER if _has(element.definition, CompensateEventDefinition) else END
        case IntermediateCatchEvent() | ReceiveTask():
            return END if _has_come_when_it_begins(draft, element) else START | END
        case IntermediateThrowEvent():
            return START if _goes_on_by_itself(element) else START | END
        case EndEvent():
            return START if _has(element.definition, *FINAL) else START | END
        case EventBasedGateway(instantiate=True):
            return NEVER
        case ExclusiveGateway() | InclusiveGateway() | ParallelGateway() | EventBasedGateway():
            return START
        case Activity():
            return START | END
    return NEVER


def _has(definition: EventDefinition | None, *kinds: type) -> bool:
    return any(isinstance(one, kinds) for one in parts(definition))


def _leads_to_task_that_begins(draft: Draft, event: StartEvent) -> bool:
    """Such a start event only shows where the process begins: the task's message has come already."""
    targets = (draft.elements.get(draft.flows[id].target) for id in event.outgoing)
    return any(isinstance(target, ReceiveTask) and target.instantiate for target in targets)


def _has_come_when_it_begins(draft: Draft, element: IntermediateCatchEvent | ReceiveTask) -> bool:
    """Behind an event-based gateway, at a link, or where it begins the process, what it waits for has happened."""
    if isinstance(element, ReceiveTask) and element.instantiate:
        return True
    if isinstance(element, IntermediateCatchEvent) and _has(element.definition, LinkEventDefinition):
        return True
    sources = (draft.elements.get(draft.flows[id].source) for id in element.incoming)
    return any(isinstance(source, EventBasedGateway) for source in sources)


def _goes_on_by_itself(event: IntermediateThrowEvent) -> bool:
    """A link, or compensation that nobody waits for: the token is gone before the event is done."""
    undoes = [one for one in parts(event.definition) if isinstance(one, CompensateEventDefinition)]
    return _has(event.definition, LinkEventDefinition) or (bool(undoes) and not any(one.waits for one in undoes))


RULES = (not_here,)
