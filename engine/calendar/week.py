"""A person's own working time: minutes on each weekday, for those who work less than the office is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from engine.calendar.days import is_working_day

WEEKDAYS = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """Minutes of work from Monday to Friday; none given means the office's whole day on each of them."""

    minutes: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.minutes and (len(self.minutes) != WEEKDAYS or not all(0 <= one <= 24 * 60 for one in self.minutes)):
            raise ValueError(
                "A working week is five numbers from 0 to 1440: the minutes of work from Monday to Friday."
            )

    def works_on(self, day: date, place: str = "FI") -> bool:
        """Whether the person works on that day at all: not on weekends and holidays, nor on days of no minutes."""
        return is_working_day(day, place) and (not self.minutes or self.minutes[day.weekday()] > 0)

    def share(self, full_day: int) -> float:
        """How much of a whole week the person works, as a fraction; `full_day` is the office's day in minutes."""
        return sum(self.minutes) / (WEEKDAYS * full_day) if self.minutes else 1.0


def count_days(first: date, last: date, counts: Callable[[date], bool]) -> int:
    """How many days after `first`, up to and with `last`, count; none where `last` is not later."""
    return sum(counts(first + ONE_DAY * number) for number in range(1, (last - first).days + 1))
