"""What an evaluation of decisions leaves behind besides its value."""

from __future__ import annotations

from datetime import datetime

from engine.feel.run import Run

FiredRule = tuple[str, str, tuple[str, ...]]  # table id, rule id, annotations


class Trace(Run):
    """A run that also notes which rules fired, over all the tables that it comes to."""

    __slots__ = ("rules",)

    def __init__(self, now: datetime) -> None:
        Run.__init__(self, now)
        self.rules: list[FiredRule] = []
