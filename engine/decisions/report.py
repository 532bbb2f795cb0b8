"""The problems of a file, gathered while it is read."""

from __future__ import annotations

from engine.decisions.errors import DmnError, Problem
from engine.decisions.xml import Element, label
from engine.feel import FeelSyntaxError


class Report:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[tuple[str, str]] = []  # element, sentence: usable, but hardly meant

    def add(self, element: Element, sentence: str, remedy: str) -> None:
        self.problems.append((label(element), sentence, remedy))

    def syntax(self, element: Element, error: FeelSyntaxError) -> None:
        self.add(element, str(error), "Mend the expression.")

    def error(self) -> DmnError:
        return DmnError(*self.problems)
