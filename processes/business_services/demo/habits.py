"""How people of a drawn year work: most of it soon, some of it late, and now and then something is given back.

The shares are the play's own: the studies of the office tell of too little time, and give no figures of lateness.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from engine.calendar import is_working_day
from engine.store.work_items import WorkItemRow

#: Of a hundred works, so many stay until after their due date; of the answers to complaints, more.
LATE, LATE_REPLY = 8, 25
HANDED_BACK = 2
#: Working days until something is taken up, and by which its due date is missed.
SOON, DAYS_LATE = (0, 0, 0, 1, 1, 2, 3), (1, 2, 3, 4, 6, 8)
REPLY = "feedback-reply"


@dataclass
class Habits:
    """When who does what, drawn once for each work and the one who holds it."""

    random: Random
    planned: dict[tuple[str, int, str], date] = field(default_factory=dict)
    returned: set[tuple[str, int]] = field(default_factory=set)

    def day_of(self, item: WorkItemRow, account: str, today: date) -> date | None:
        """The day on which this account does the work; None: it is given back instead. Only once is it given back."""
        key = (item.instance_id, item.key, account)
        if key not in self.planned:
            drawn = self.drawn(item, today)
            if drawn is None:
                return None
            self.planned[key] = drawn
        return self.planned[key]

    def drawn(self, item: WorkItemRow, today: date) -> date | None:
        due = item.due_at.date() if item.due_at is not None else None
        late = LATE_REPLY if item.form.startswith(REPLY) else LATE
        chance = self.random.randrange(100)
        if due is not None and chance < late:
            return after(max(due, today), self.random.choice(DAYS_LATE))
        there = (item.instance_id, item.key)
        if item.assignee and there not in self.returned and chance >= 100 - HANDED_BACK:
            self.returned.add(there)
            return None
        soon = after(today, self.random.choice(SOON))
        return soon if due is None else max(today, min(soon, due))


def after(day: date, working_days: int) -> date:
    """The day so many working days later."""
    for _ in range(working_days):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day
