"""One evaluation: its clock, its warnings and its bounds."""

from __future__ import annotations

from datetime import datetime

from engine.feel.errors import FeelError
from engine.feel.values.adopt import adopt
from engine.feel.values.temporal import DateTime

MAX_STEPS = 100_000
MAX_CALL_DEPTH = 60
MAX_STRING = 200_000
MAX_WARNINGS = 50
WARNING = 2  # the steps that putting one together costs
BEGINNING = 5  # the steps that a loop costs beside its rounds
# Regular expressions are bounded by processor time, as nothing can be counted inside them.
MAX_PATTERN_SECONDS = 0.05


def cost_of(nodes: int) -> int:
    """The steps that one round of a loop spends whose expression has so many nodes."""
    return 1 + nodes // 2


class Run:
    """What an evaluation carries along.

    Only loops, calls and growing values spend steps, each round as many as its expression is long: beyond them an
    evaluation is bounded by the length of its text.
    """

    __slots__ = ("_moment", "depth", "left", "now", "pattern_seconds", "patterns", "warnings")

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.left = MAX_STEPS
        self.depth = 0
        self._moment: DateTime | None = None
        self.pattern_seconds = MAX_PATTERN_SECONDS
        self.patterns: set[tuple[str, str | None]] = set()  # those used so far
        self.warnings: list[str] = []

    @property
    def moment(self) -> DateTime:
        """The caller's time, read once."""
        if self._moment is None:
            self._moment = adopt(self.now)
        found: DateTime = self._moment
        return found

    def spend(self, steps: int = 1) -> None:
        """Counts steps. Raises FeelError when they are used up."""
        self.left -= steps
        if self.left < 0:
            raise FeelError(
                f"The expression needs more than {MAX_STEPS} steps. Let it run over a shorter list or range, "
                "or move the work into a job."
            )

    def null(self, warning: str) -> None:
        """null, the standard's answer to what makes no sense, with the reason kept for the history."""
        self.spend(WARNING)
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(warning)

    def grow(self, characters: int) -> None:
        """Accounts for a new string of that length. Raises FeelError when it is too long."""
        if characters > MAX_STRING:
            raise FeelError(f"A text would be longer than {MAX_STRING} characters.")
        if characters > 256:
            self.spend(characters >> 8)
