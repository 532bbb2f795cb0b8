"""Which readings of customers' data were recorded lately, so that a page that is opened again costs nothing."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

REMEMBERED = 10_000


class Readings:
    """A person, a customer and an hour are remembered once. Each server has its own."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str, datetime], None] = OrderedDict()
        self._lock = Lock()

    def is_new(self, account: str, business_key: str, now: datetime) -> bool:
        reading = (account, business_key, now.replace(minute=0, second=0, microsecond=0))
        with self._lock:
            if reading in self._seen:
                return False
            self._seen[reading] = None
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        return True

    def forget(self, account: str, business_key: str, now: datetime) -> None:
        with self._lock:
            self._seen.pop((account, business_key, now.replace(minute=0, second=0, microsecond=0)), None)
