"""Tasks and intermediate events that lack what they need to do something."""

from collections.abc import Iterator

from lxml import etree

from engine.model.elements import (
    BoundaryEvent,
    Event,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ReceiveTask,
    SendTask,
    ServiceTask,
    UserTask,
)
from engine.model.events import Message, MessageEventDefinition
from engine.reader.draft import Draft
from engine.reader.nodes import local
from engine.reader.problems import error, warning
from engine.reader.rules.starts import lacks_message
from engine.reader.rules.table import Found, at, rule


@rule(error("catch-without-trigger", "{it} does not say what it waits for.", "Give it a timer or a message."))
def catch_without_trigger(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.89: a catching intermediate event has a trigger."""
    for event, node in draft.of(IntermediateCatchEvent):
        if event.definition is None and not _is_defined(node):
            yield at(node)


@rule(
    error("catch-without-message", "{it} waits for a message, but names none.", "Choose a message, or make a new one.")
)
def catch_without_message(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.5: a message event definition of a catching event refers to the message that it waits for."""
    return (at(node) for event, node in draft.of(IntermediateCatchEvent) if lacks_message(event))


@rule(error("receive-without-message", "{it} names no message.", "Choose a message, or make a new one."))
def receive_without_message(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3: a receive task waits for a message to arrive."""
    return (at(node) for task, node in draft.of(ReceiveTask) if task.message is None)


@rule(
    warning(
        "message-without-correlation",
        "{it} waits for the message “{message}” without a correlation key: any such message is for any instance.",
        "Give the message a subscription correlation key, such as the number of the case.",
    )
)
def without_correlation(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 8.4.2: correlation says which instance a message is for."""
    for message, node in _awaited(draft):
        if message is not None and message.correlation_key is None:
            yield at(node, message=message.name.text.strip('"'))


@rule(
    warning("throw-without-message", "{it} sends nothing: it has neither a message nor a job.", "Give it one of them.")
)
def throws_nothing(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.5.5: a message event definition of a throwing event refers to the message that it sends."""
    for event, node in draft.of(Event):
        if lacks_message(event) and not _catches(event) and getattr(event, "job", None) is None:
            yield at(node)


@rule(
    warning("send-without-message", "{it} sends nothing: it has neither a message nor a job.", "Give it one of them.")
)
def sends_nothing(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3: a send task sends a message."""
    return (at(node) for task, node in draft.of(SendTask) if task.message is None and task.job is None)


@rule(
    warning(
        "service-without-job",
        "{it} has no job type, and so does nothing.",
        "Name the type of the job that does the work.",
    )
)
def without_job(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3: a service task uses some sort of service."""
    return (at(node) for task, node in draft.of(ServiceTask) if task.job is None)


@rule(
    warning(
        "user-task-without-people",
        "{it} is for nobody: it has neither an assignee nor candidates.",
        "Assign it to a person or a group, or put it into a lane with the name of a group.",
    )
)
def without_people(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.1 and 10.3.4: resource roles say who performs a user task."""
    for task, node in draft.of(UserTask):
        who = task.assignment
        if who.assignee is None and who.candidate_groups is None and who.candidate_users is None:
            yield at(node)


def _awaited(draft: Draft) -> Iterator[tuple[Message | None, etree._Element]]:
    """The messages that running instances wait for; a start event creates its instance and needs no correlation."""
    for task, node in draft.of(ReceiveTask):
        yield task.message, node
    for kind in (IntermediateCatchEvent, BoundaryEvent):
        for event, node in draft.of(kind):
            if isinstance(event.definition, MessageEventDefinition):
                yield event.definition.message, node


def _catches(event: Event) -> bool:
    return not isinstance(event, IntermediateThrowEvent) and not type(event).__name__.startswith("End")


def _is_defined(node: etree._Element) -> bool:
    """Whether a definition is drawn that could not be read, of which something was said already."""
    return any(local(part).endswith(("EventDefinition", "eventDefinitionRef")) for part in node)


RULES = (
    catch_without_trigger,
    catch_without_message,
    receive_without_message,
    without_correlation,
    throws_nothing,
    sends_nothing,
    without_job,
    without_people,
)
