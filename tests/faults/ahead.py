"""Polku itself with its time moved: `python -m tests.faults.ahead FILE serve|worker …`. FILE has the seconds."""

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine import ports
from engine.cli import main


@dataclass(frozen=True)
class FileClock:
    """The machine's clock, by as many seconds ahead as the file says: the same for all programs of an office."""

    file: Path

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self.file.read_text()))

    def move(self, to: datetime) -> None:
        """Let it be that time in all programs at once. Time never goes back."""
        ahead = max(0.0, float(self.file.read_text()), (to - datetime.now(UTC)).total_seconds())
        new = self.file.with_suffix(".new")
        new.write_text(repr(ahead))
        os.replace(new, self.file)  # noqa: PTH105  whole or not at all, for who reads it at that moment


if __name__ == "__main__":
    clock = FileClock(Path(sys.argv.pop(1)))
    setattr(ports.SystemClock, "now", lambda _: clock.now())  # noqa: B010  in all of the program
    main()
