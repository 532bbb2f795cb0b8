"""What an awaited event names, in one version and in another."""

from engine.kernel.context import Step
from engine.kernel.events.messages import subscribe_message, subscribe_to
from engine.kernel.events.signals import subscribe_signal
from engine.model.elements import Element, Event, ReceiveTask
from engine.model.events import (
    ConditionalEventDefinition,
    EventDefinition,
    Message,
    MessageEventDefinition,
    SignalEventDefinition,
    parts,
)


def names_another(old: Element, new: Element) -> bool:
    """Whether the events wait for messages or signals with other names or correlation keys."""
    return _named(old) != _named(new)


def changed_condition(old: Element, new: Element, part: int) -> bool:
    """Whether the condition number `part` reads otherwise in the other version."""
    before, after = (parts(one.definition)[part] if isinstance(one, Event) else None for one in (old, new))
    if isinstance(before, ConditionalEventDefinition) and isinstance(after, ConditionalEventDefinition):
        return before.condition.text != after.condition.text
    return False


def subscribe_again(step: Step, owner: int, element: Element) -> None:
    """Open the subscriptions of `element` to messages and signals, and nothing else of it. Raises `Failure`."""
    if isinstance(element, ReceiveTask) and element.message is not None:
        subscribe_to(step, owner, element.id, element.message)
    for number, definition in enumerate(_definitions(element)):
        match definition:
            case MessageEventDefinition():
                subscribe_message(step, owner, element.id, definition, number)
            case SignalEventDefinition():
                subscribe_signal(step, owner, element.id, definition, number)


def _definitions(element: Element) -> tuple[EventDefinition, ...]:
    return parts(element.definition) if isinstance(element, Event) else ()


def _named(element: Element) -> list[tuple[str, str]]:
    found = []
    if isinstance(element, ReceiveTask) and element.message is not None:
        found.append(_texts(element.message))
    for definition in _definitions(element):
        match definition:
            case MessageEventDefinition(message) if message is not None:
                found.append(_texts(message))
            case SignalEventDefinition(signal):
                found.append((signal.name.text, ""))
    return found


def _texts(message: Message) -> tuple[str, str]:
    return message.name.text, message.correlation_key.text if message.correlation_key else ""
