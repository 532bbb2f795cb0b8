"""Failed sign-ins are counted, so that passwords can't be tried out by the thousand.

Counted in this process's memory, for the account and for the address that tries: a restart forgives, and with several
web processes each counts for itself.
"""

from datetime import datetime, timedelta

from web.recent import Recent

PER_ACCOUNT = 5
PER_ADDRESS = 30
WINDOW = timedelta(minutes=15)


class Attempts:
    """The times of failed sign-ins within the window, by account and by address."""

    def __init__(self) -> None:
        self._failed = Recent(WINDOW)

    def wait(self, account: str, address: str, now: datetime) -> timedelta:
        """How long until the next try is allowed; zero when it is allowed now."""
        limits = ((f"account {account}", PER_ACCOUNT), (f"address {address}", PER_ADDRESS))
        return max(self._failed.wait(key, limit, now) for key, limit in limits)

    def failed(self, account: str, address: str, now: datetime) -> None:
        self._failed.note(f"account {account}", now)
        self._failed.note(f"address {address}", now)

    def succeeded(self, account: str) -> None:
        self._failed.forget(f"account {account}")
