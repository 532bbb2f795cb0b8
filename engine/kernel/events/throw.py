"""What throw events, message end events and send tasks have in common: a job does it, or the engine does."""

from engine.kernel.context import Step
from engine.kernel.events.messages import throw_message
from engine.kernel.jobs import create_job
from engine.model.elements import EndEvent, IntermediateThrowEvent, SendTask
from engine.model.events import MessageEventDefinition


def throw(step: Step, key: int, element: IntermediateThrowEvent | EndEvent | SendTask) -> bool:
    """Send what `element` sends. True when it is sent, False when a job was made that will do it."""
    if element.job is not None:
        create_job(step, key, element.job)
        return False
    match element:
        case SendTask(message=message) if message is not None:
            throw_message(step, key, message)
        case IntermediateThrowEvent(definition=MessageEventDefinition(message=message)) if message is not None:
            throw_message(step, key, message)
        case EndEvent(definition=MessageEventDefinition(message=message)) if message is not None:
            throw_message(step, key, message)
    return True
