"""What is wrong with a decision model, all of it at once."""

from __future__ import annotations

Problem = tuple[str, str, str]


class DmnError(ValueError):
    """The file is no decision model that can be used.

    ``problems`` holds for each problem the element's id (or name), what is wrong, and how to mend it.
    """

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{element}: {sentence} {remedy}".strip() for element, sentence, remedy in problems))
