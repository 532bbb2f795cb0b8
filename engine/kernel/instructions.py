"""What somebody who operates instances can tell one to do; every command says why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class EndElement:
    """End the element instance `key` and all inside it; no token goes on from it."""

    key: int


@dataclass(frozen=True, slots=True)
class EndTokens:
    """Take away the tokens that wait on `flow` in the scope instance `scope`."""

    flow: str
    scope: int


@dataclass(frozen=True, slots=True)
class StartBefore:
    """Let a token come to `element`: it begins as if a flow had led there.

    `scope` is the instance of the process or sub-process in which it begins, 0 where only one comes into question;
    sub-processes between them are begun too. `variables` become variables of the scope.
    """

    element: str
    scope: int = 0
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StartAfter:
    """Let a token leave along the sequence flow `flow`, or along the only one that leads out of that element."""

    flow: str
    scope: int = 0
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """End the element instance `key`, and start before `element` in the scope that is nearest to it."""

    key: int
    element: str
    variables: Mapping[str, Any] = field(default_factory=dict)


Instruction = EndElement | EndTokens | StartBefore | StartAfter | Move


@dataclass(frozen=True, slots=True)
class SuspendInstance:
    reason: str


@dataclass(frozen=True, slots=True)
class ResumeInstance:
    reason: str


@dataclass(frozen=True, slots=True)
class ModifyInstance:
    """Carry out all instructions, or none."""

    instructions: tuple[Instruction, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class MigrateInstance:
    """Let every process of the instance that runs the version `source` go on as `target`.

    Elements and sequence flows of equal ids follow each other, and those of `mapping`, the old before the new.
    """

    source: str
    target: str
    reason: str
    mapping: Mapping[str, str] = field(default_factory=dict)
