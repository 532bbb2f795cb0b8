"""What a diagram names outside itself, so that a deployment can check that it is there."""

from dataclasses import dataclass
from enum import StrEnum


class ReferenceKind(StrEnum):
    """What is referred to."""

    PROCESS = "process"
    DECISION = "decision"
    FORM = "form"
    JOB = "job"
    DATA_STORE = "data store"


@dataclass(frozen=True, slots=True)
class Reference:
    """A fixed name in a diagram; names that an expression gives are only known while an instance runs."""

    kind: ReferenceKind
    id: str
    element: str
    line: int | None
    binding: str = "latest"  # of a data store: "read" or "write"
    version_tag: str | None = None
