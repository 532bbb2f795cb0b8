"""How often contacts may come by the public page: from one address, and from all together.

Counted in this process's memory: with several web processes each counts for itself.
"""

from datetime import datetime, timedelta

from web.recent import Recent

WINDOW = timedelta(hours=1)
#: Behind a reverse proxy all visitors have one address, so the first is no smaller than what an office gets in an hour.
PER_ADDRESS, TOGETHER = 30, 300
ALL = "all"


class Flood:
    """The contacts of the last hour."""

    def __init__(self) -> None:
        self._made = Recent(WINDOW)

    def wait(self, address: str, now: datetime) -> timedelta:
        """How long until the next contact is taken; zero when it is now."""
        return max(self._made.wait(f"address {address}", PER_ADDRESS, now), self._made.wait(ALL, TOGETHER, now))

    def note(self, address: str, now: datetime) -> None:
        """A contact was made."""
        self._made.note(f"address {address}", now)
        self._made.note(ALL, now)
