"""What a person's day looks like: what is late, due today, due soon and new, for the digest and the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.calendar import OfficeHours, nth_working_day
from engine.routing.plan import office_day
from engine.store import Database
from engine.store import routing as stored
from engine.store.absences import Absence
from engine.store.absences import list as absences
from engine.store.work_items import WorkItemRow

MOST = 500
SOON = 3  # working days


@dataclass(frozen=True, slots=True)
class Agenda:
    """The open work of a person on a day, each item in the first part that it fits; absences that aren't over."""

    day: date
    late: Sequence[WorkItemRow]
    today: Sequence[WorkItemRow]
    soon: Sequence[WorkItemRow]
    new: Sequence[WorkItemRow]
    later: Sequence[WorkItemRow]
    needs_manager: Sequence[WorkItemRow]
    absences: Sequence[Absence]

    @property
    def empty(self) -> bool:
        """Whether there is nothing that a digest should bring to somebody's mind today."""
        return not (self.late or self.today or self.soon or self.new or self.needs_manager)


def agenda(database: Database, account: str, now: datetime, hours: OfficeHours) -> Agenda:
    """What waits for `account`. New is what came in the day before the office day of `now`, or since."""
    day = office_day(now, hours)
    soon = nth_working_day(day, SOON, hours.place)
    yesterday = nth_working_day(day, -1, hours.place)
    with database.reading() as session:
        rows = stored.held_by(session, account, MOST)
        called = [row for row in stored.escalated(session) if account in row.escalated_to]
    parts: dict[str, list[WorkItemRow]] = {name: [] for name in ("late", "today", "soon", "new", "later")}
    for row in rows:
        parts[part_of(row, now, day, soon, yesterday, hours)].append(row)
    return Agenda(day=day, needs_manager=called, absences=absences(database, since=day, account=account), **parts)


def part_of(row: WorkItemRow, now: datetime, day: date, soon: date, yesterday: date, hours: OfficeHours) -> str:
    if row.due_at is not None:
        due = row.due_at.astimezone(hours.zone).date()
        if row.due_at < now:
            return "late"
        if due <= day:
            return "today"
        if due <= soon:
            return "soon"
    got = (row.assigned_at or row.created_at).astimezone(hours.zone).date()
    return "new" if got >= yesterday else "later"
