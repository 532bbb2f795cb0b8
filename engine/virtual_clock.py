"""A clock that is moved by hand: for demonstrations and simulations, which let months pass in seconds."""

from datetime import UTC, datetime, timedelta


class VirtualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self.time = start.astimezone(UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> datetime:
        """Let time pass. Gives the new time."""
        self.time += by
        return self.time

    def move_to(self, time: datetime) -> datetime:
        """Let time pass until then; a time that has passed moves nothing. Gives the new time."""
        self.time = max(self.time, time.astimezone(UTC))
        return self.time
