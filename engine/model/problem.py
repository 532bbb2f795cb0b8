"""What is wrong with a file, said so that its author can mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error refuses the file; a warning is shown, and refuses only in strict mode."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: the element (id) or line where it is, what is wrong, and how to mend it.

    `code` and `params` say the same as the sentence and the remedy, for those who translate them.
    """

    sentence: str
    remedy: str
    element: str | None = None
    line: int | None = None
    severity: Severity = Severity.ERROR
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        where = f"{self.element}: " if self.element else ""
        where = f"line {self.line}, {where}" if self.line else where
        return f"{where}{self.sentence} {self.remedy}"
