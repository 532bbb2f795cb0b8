"""An alarm: sleep until a moment, or until an earlier one that somebody sets meanwhile."""

from threading import Condition
from time import monotonic


class Alarm:
    """For one sleeper; any thread may set it, also while nobody sleeps."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._at: float | None = None

    def set(self, seconds: float) -> None:
        """Ring in so many seconds, if not before."""
        with self._changed:
            self._earlier(seconds)
            self._changed.notify()

    def sleep(self, longest: float) -> None:
        """Until it rings, and no longer than so many seconds. What was set since the last time counts."""
        with self._changed:
            self._earlier(longest)
            while self._at is not None and (left := self._at - monotonic()) > 0:
                self._changed.wait(left)
            self._at = None

    def _earlier(self, seconds: float) -> None:
        at = monotonic() + seconds
        self._at = at if self._at is None else min(self._at, at)
