"""Turns: so many at a time, and who came first goes first."""

from collections import deque
from threading import Lock
from types import TracebackType
from typing import Self

from engine.errors import Unavailable
from engine.store.failures import BUSY


class Turns:
    """A context manager that lets `places` threads in. Whoever waits longer than `seconds` gets `Unavailable`.

    A connection pool gives what comes back to whoever asks at that moment: a thread that has just given a connection
    back takes it again, and of two hundred some would wait until their patience ends.
    """

    def __init__(self, places: int, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._free = places
        self._waiting: deque[Lock] = deque()  # locked; releasing one is its turn

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    def __enter__(self) -> Self:
        with self._lock:
            if self._free:
                self._free -= 1
                return self
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        if not turn.acquire(timeout=self._seconds) and self._gave_up(turn):
            raise Unavailable(BUSY, "too many others wait for the same")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1

    def _gave_up(self, turn: Lock) -> bool:
        """False when the turn came at the last moment."""
        with self._lock:
            if turn not in self._waiting:
                return False
            self._waiting.remove(turn)
            return True
