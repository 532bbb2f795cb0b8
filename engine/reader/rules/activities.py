"""Tasks that lack what they need to do something."""

from collections.abc import Iterator

from engine.model.elements import (
    Activity,
    ReceiveTask,
    SendTask,
    ServiceTask,
    UserTask,
)
from engine.reader.draft import Draft
from engine.reader.nodes import attribute, whole_number
from engine.reader.problems import error, warning
from engine.reader.rules.table import Found, at, rule

_MOST_TOKENS = 1000
_WORDS = {"startQuantity": "start quantity", "completionQuantity": "completion quantity"}


@rule(error("receive-without-message", "{it} names no message.", "Choose a message, or make a new one."))
def receive_without_message(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.3: a receive task waits for a message to arrive."""
    return (at(node) for task, node in draft.of(ReceiveTask) if task.message is None)


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


@rule(
    error(
        "quantity-impossible",
        "{it} has the {name} {value}, which is no number from 1 to {limit}.",
        "Write such a number, or remove it.",
    )
)
def impossible_quantity(draft: Draft) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.3: the start quantity and the completion quantity must not be less than 1.

    The limit keeps a diagram from filling the memory with tokens.
    """
    for _, node in draft.of(Activity):
        for name in ("startQuantity", "completionQuantity"):
            value = attribute(node, name)
            if value and not 0 < (whole_number(node, name) or 0) <= _MOST_TOKENS:
                yield at(node, name=_WORDS[name], value=value, limit=str(_MOST_TOKENS))


RULES = (receive_without_message, sends_nothing, without_job, without_people, impossible_quantity)
