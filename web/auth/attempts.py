"""Failed sign-ins are counted, so that passwords can't be tried out by the thousand.

Counted in this process's memory, for the account and for the address that tries: a restart forgives, and with several
web processes each counts for itself.
"""

from collections import defaultdict, deque
from datetime import datetime, timedelta
from threading import Lock

PER_ACCOUNT = 5
PER_ADDRESS = 30
WINDOW = timedelta(minutes=15)


class Attempts:
    """The times of failed sign-ins within the window, by account and by address."""

    def __init__(self) -> None:
        self._failed: defaultdict[tuple[str, str], deque[datetime]] = defaultdict(deque)
        self._lock = Lock()

    def wait(self, account: str, address: str, now: datetime) -> timedelta:
        """How long until the next try is allowed; zero when it is allowed now."""
        with self._lock:
            limits = ((("account", account), PER_ACCOUNT), (("address", address), PER_ADDRESS))
            return max(self._wait(key, limit, now) for key, limit in limits)

    def failed(self, account: str, address: str, now: datetime) -> None:
        with self._lock:
            self._failed["account", account].append(now)
            self._failed["address", address].append(now)

    def succeeded(self, account: str) -> None:
        with self._lock:
            self._failed.pop(("account", account), None)

    def _wait(self, key: tuple[str, str], limit: int, now: datetime) -> timedelta:
        times = self._failed.get(key)
        if times is None:
            return timedelta()
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if not times:
            del self._failed[key]
            return timedelta()
        return times[-limit] + WINDOW - now if len(times) >= limit else timedelta()
