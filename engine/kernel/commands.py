"""Commands: what somebody or something wants to happen. The kernel decides each into facts or refuses it."""

from datetime import datetime
from typing import Any

import msgspec

from engine.kernel.facts import Considered
from engine.kernel.instructions import MigrateInstance as MigrateInstance
from engine.kernel.instructions import ModifyInstance as ModifyInstance
from engine.kernel.instructions import ResumeInstance as ResumeInstance
from engine.kernel.instructions import SuspendInstance as SuspendInstance


class StartProcess(msgspec.Struct, frozen=True):
    """Begin an instance of `definition` at the none start event, or where `event` (an element id) happened.

    That is one of the process's `engine.model.entries`; `part` is the number of the definition that happened.
    """

    definition: str
    variables: dict[str, Any] = {}
    business_key: str = ""
    event: str | None = None
    message: str = ""  # name and id of the message that started it
    message_id: str = ""
    signal: str = ""  # name of the signal that started it
    part: int = 0  # of a timer or a condition: messages and signals are known by their names


class CompleteWorkItem(msgspec.Struct, frozen=True):
    key: int
    variables: dict[str, Any] = {}


class AssignWorkItem(msgspec.Struct, frozen=True):
    """Give the work item to `assignee`; an empty one releases it back to its groups."""

    key: int
    assignee: str
    reason: str = ""
    on_behalf_of: str = ""
    considered: tuple[Considered, ...] = ()


class RemindOfWorkItem(msgspec.Struct, frozen=True):
    """Tell who holds the work item that it will be due."""

    key: int
    to: str
    due: datetime | None = None


class EscalateWorkItem(msgspec.Struct, frozen=True):
    """Tell those who lead the work that it needs them."""

    key: int
    to: tuple[str, ...]
    reason: str


class CompleteJob(msgspec.Struct, frozen=True):
    key: int
    variables: dict[str, Any] = {}


class FailJob(msgspec.Struct, frozen=True):
    key: int
    sentence: str
    retries: int


class ThrowJobError(msgspec.Struct, frozen=True):
    """The handler reports a business error that an error event of the diagram may catch."""

    key: int
    code: str
    message: str = ""
    variables: dict[str, Any] = {}


class FireTimer(msgspec.Struct, frozen=True):
    key: int


class DeliverMessage(msgspec.Struct, frozen=True):
    """The message that subscription `key` waits for is here."""

    key: int
    variables: dict[str, Any] = {}
    message_id: str = ""


class DeliverSignal(msgspec.Struct, frozen=True):
    """The signal that subscription `key` waits for is here."""

    key: int
    variables: dict[str, Any] = {}


class SetVariables(msgspec.Struct, frozen=True):
    values: dict[str, Any]
    scope: int = 1
    reason: str = ""


class ResolveIncident(msgspec.Struct, frozen=True):
    """Try again what stopped; `retries` is for a job that had none left.

    `variables` repair what was wrong: each is set in the nearest scope that has it, otherwise in the process.
    """

    key: int
    retries: int = 1
    variables: dict[str, Any] = {}
    reason: str = ""


class CancelInstance(msgspec.Struct, frozen=True):
    reason: str = ""


Command = (
    StartProcess
    | CompleteWorkItem
    | AssignWorkItem
    | RemindOfWorkItem
    | EscalateWorkItem
    | CompleteJob
    | FailJob
    | ThrowJobError
    | FireTimer
    | DeliverMessage
    | DeliverSignal
    | SetVariables
    | ResolveIncident
    | CancelInstance
    | SuspendInstance
    | ResumeInstance
    | ModifyInstance
    | MigrateInstance
)
