"""What happened lately and how often, in this process's memory: for what must not be done too often."""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from threading import Lock


class Recent:
    """The times of what happened within the window, by key. Threads may share one."""

    def __init__(self, window: timedelta) -> None:
        self.window = window
        self._times: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._lock = Lock()

    def note(self, key: str, now: datetime) -> None:
        """It has happened once more."""
        with self._lock:
            self._times[key].append(now)

    def forget(self, key: str) -> None:
        with self._lock:
            self._times.pop(key, None)

    def wait(self, key: str, limit: int, now: datetime) -> timedelta:
        """How long until it has happened less than `limit` times within the window; zero when that is so now."""
        with self._lock:
            times = self._times.get(key)
            if times is None:
                return timedelta()
            while times and times[0] <= now - self.window:
                times.popleft()
            if not times:
                del self._times[key]
                return timedelta()
            return times[-limit] + self.window - now if len(times) >= limit else timedelta()
