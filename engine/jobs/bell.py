"""A bell that rings when there may be a new job: who waits for one need not ask the database again and again."""

from threading import Condition
from time import monotonic


class Bell:
    """`rung` counts; whoever remembers the count misses no ring between asking and waiting."""

    def __init__(self) -> None:
        self._changed = Condition()
        self.rung = 0

    def ring(self) -> None:
        with self._changed:
            self.rung += 1
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> None:
        """Until it rings after `seen`, or so many seconds."""
        until = monotonic() + seconds
        with self._changed:
            while self.rung == seen and (left := until - monotonic()) > 0:
                self._changed.wait(left)
