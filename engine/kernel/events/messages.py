"""Messages: a subscription is a name and a correlation key; the engine delivers what is thrown."""

from engine.kernel.context import Step
from engine.kernel.facts import MessageSubscribed, MessageThrown
from engine.kernel.failure import Failure
from engine.kernel.times import as_duration
from engine.kernel.variables import text
from engine.model.events import Message, MessageEventDefinition


def subscribe_message(step: Step, owner: int, event: str, definition: MessageEventDefinition, part: int) -> None:
    """Open a subscription whose name and correlation key are evaluated at the instance `owner`."""
    if definition.message is None:
        raise Failure(f"The event {event} waits for a message, but names none. Name it in the diagram.")
    subscribe_to(step, owner, event, definition.message)


def subscribe_to(step: Step, owner: int, event: str, message: Message) -> None:
    name = _name(step, owner, message)
    correlation_key = text(step, owner, message.correlation_key, f"correlation key of the message {name}")
    if message.correlation_key is not None and not correlation_key:
        raise Failure(
            f"The correlation key of the message {name} is empty ({message.correlation_key.text}), so that no message "
            "could ever be for this instance. Set the variables that it reads, then retry."
        )
    step.emit(MessageSubscribed(step.new_key(), owner, event, name, correlation_key))


def throw_message(step: Step, key: int, message: Message) -> None:
    """Send a message with the local variables of the instance `key` (its input mappings) as what it carries."""
    name = _name(step, key, message)
    correlation_key = text(step, key, message.correlation_key, f"correlation key of the message {name}")
    time_to_live = text(step, key, message.time_to_live, f"time to live of the message {name}")
    if time_to_live:
        as_duration(time_to_live, f"time to live of the message {name}")
    carried = dict(step.state.elements[key].variables)
    step.emit(MessageThrown(key, name, correlation_key, carried, time_to_live))


def _name(step: Step, key: int, message: Message) -> str:
    name = text(step, key, message.name, f"name of the message {message.id}")
    if not name:
        raise Failure(f"The name of the message {message.id} is empty ({message.name.text}).")
    return name
