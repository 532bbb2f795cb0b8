"""What is wrong with a decision model, all of it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.decisions.phrases import PHRASES


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: the element's id (or name), what is wrong, and how to mend it.

    ``code`` and ``params`` say the same as the sentence and the remedy (`engine.decisions.phrases`).
    """

    element: str
    sentence: str
    remedy: str
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return f"{self.element}: {self.sentence} {self.remedy}".strip()


def problem(at: str, code: str, **params: object) -> Problem:
    """The problem that a phrase makes with its parameters."""
    words = {name: str(value) for name, value in params.items()}
    sentence, remedy = PHRASES[code]
    return Problem(at, sentence.format_map(words), remedy.format_map(words), code, words)


class DmnError(ValueError):
    """The file is no decision model that can be used.

    ``problems`` holds them all.
    """

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))
