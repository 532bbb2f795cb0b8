"""Links: two events of one name in one scope are the two ends of a sequence flow (BPMN 2.0.2, 10.5.5)."""

from collections.abc import Iterator

from engine.kernel.context import Step
from engine.kernel.failure import Failure
from engine.kernel.lifecycle import leave, occur
from engine.model.elements import Element, Event, IntermediateCatchEvent, IntermediateThrowEvent
from engine.model.events import LinkEventDefinition
from engine.model.process import Process


def follow_link(step: Step, key: int, link: LinkEventDefinition) -> None:
    """The token of the throwing event instance `key` goes on at the catching event."""
    scope = step.state.elements[key].scope
    process = step.process_at(key)
    target = link_target(process, step.element_at(key).scope, link.name)
    if target is None:
        raise Failure(f"No event in the same scope catches the link {link.name}.")
    leave(step, key, ())
    occur(step, target, scope, {})


def link_target(process: Process, scope: str, name: str) -> Element | None:
    """The catching event of the link `name` in the scope with this element id."""
    return next(_ends(process, scope, name, IntermediateCatchEvent), None)


def link_throwers(process: Process, scope: str, name: str) -> Iterator[Element]:
    """The events of a scope that throw the link `name`."""
    return _ends(process, scope, name, IntermediateThrowEvent)


def _ends(process: Process, scope: str, name: str, kind: type[Event]) -> Iterator[Element]:
    for element in process.elements.values():
        if isinstance(element, kind) and element.scope == scope:
            definition = element.definition
            if isinstance(definition, LinkEventDefinition) and definition.name == name:
                yield element
