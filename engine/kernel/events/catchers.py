"""What is thrown goes outwards, from scope to scope and from called process to caller, until an event catches it."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from engine.kernel.behaviour import is_loop_body
from engine.kernel.context import Step
from engine.model.elements import BoundaryEvent, EventSubProcess, StartEvent, is_cancelling
from engine.model.events import ErrorEventDefinition, EscalationEventDefinition, parts

Thrown = TypeVar("Thrown", ErrorEventDefinition, EscalationEventDefinition)


def catcher(
    step: Step, key: int, kind: type[Thrown], code: str, code_of: Callable[[Step, int, Thrown], str]
) -> tuple[int, BoundaryEvent | StartEvent, Thrown] | None:
    """The nearest event around the instance `key` that catches `code`, with the instance that it belongs to.

    `code_of` evaluates what a definition catches, empty for all. On one level, an event that names the code goes
    before one for all.
    """
    for level in around(step, key):
        for_all = None
        for owner, event in level:
            for definition in parts(event.definition):
                if isinstance(definition, kind):
                    wanted = code_of(step, owner, definition)
                    if wanted == code:
                        return owner, event, definition
                    if not wanted:
                        for_all = for_all or (owner, event, definition)
        if for_all:
            return for_all
    return None


def around(step: Step, key: int) -> Iterator[list[tuple[int, BoundaryEvent | StartEvent]]]:
    """The events that could catch something thrown by the instance `key`, from inside outwards.

    Each list has the events of one level, with the instance that they belong to: start events of event sub-processes
    with their scope, boundary events with their activity. What an event sub-process throws, none beside it catches; nor
    what undoes for a cancel event, whose transaction can only be left.
    """
    elements = step.state.elements
    passes_beside = False
    thrower = key
    while key:
        instance = elements[key]
        process = step.process_at(key)
        element = None if instance.definition else process.elements[instance.element]
        is_scope = key != thrower and (element is None or not is_loop_body(element, instance))
        if is_scope and not passes_beside:
            yield [(key, event) for event in process.event_sub_processes.get(instance.element, ())]
        if element is not None and not instance.index:
            yield [(key, event) for event in process.boundaries.get(element.id, ())]
        passes_beside = isinstance(element, EventSubProcess) or (key != thrower and is_cancelling(element))
        key = instance.scope
