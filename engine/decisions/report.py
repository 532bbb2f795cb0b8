"""The problems of a file, gathered while it is read."""

from __future__ import annotations

from collections.abc import Iterable

from engine.decisions.errors import DmnError, Problem, problem
from engine.decisions.xml import Element, label
from engine.feel import FeelSyntaxError, Finding


class Report:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []  # usable, but hardly meant

    def add(self, element: Element, code: str, **params: object) -> None:
        self.problems.append(problem(label(element), code, **params))

    def syntax(self, element: Element, error: FeelSyntaxError, code: str = "dmn-syntax") -> None:
        """A problem at a place in an expression, which is shown with a caret."""
        place = str(error).split("\n", 1)[1]
        self.add(element, code, reason=error.reason, place=place)

    def found(self, element: Element, text: str, findings: Iterable[Finding]) -> None:
        for finding in findings:
            words = {**finding.params, "text": text, "position": finding.position + 1}
            self.warnings.append(problem(label(element), f"type-{finding.code}", **words))

    def error(self) -> DmnError:
        return DmnError(*self.problems)
