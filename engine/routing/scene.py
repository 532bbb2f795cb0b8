"""From rows to what routing decides about."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from engine.calendar import OfficeHours, WorkingWeek
from engine.routing.costs import Office
from engine.routing.plan import Scene, office_day
from engine.routing.substitutes import Absences
from engine.routing.terms import Expert, Item
from engine.routing.weights import Weights
from engine.store import Session
from engine.store import routing as stored
from engine.store.absences import Absence
from engine.store.people import Person
from engine.store.work_items import WorkItemRow

#: How far ahead a round looks at due dates for reminders.
AHEAD = timedelta(days=45)


def scene_of(
    session: Session,
    now: datetime,
    hours: OfficeHours,
    weights: Weights,
    limit: int,
    *,
    supposed: Absence | None = None,
) -> Scene:
    """Everything that a round looks at, read in a handful of statements.

    With a `supposed` absence, as it would be on the first day of it.
    """
    here = now.astimezone(hours.zone)
    today = office_day(here, hours)
    if supposed is not None and supposed.first_day > today:
        today = supposed.first_day
    staff = stored.staff(session, today)
    absences = Absences(staff.absences)
    if supposed is not None:
        absences = absences.known(supposed)
    full_day = minutes_open(hours)
    people = tuple(expert_of(person, full_day) for person in staff.people)
    left = {person.account for person in people if not person.active}
    rows = stored.movable(session, absences.away(today) | left, now + AHEAD, limit)
    office = Office(people, stored.load(session), absences, today, weights, hours.place)
    return Scene(office, staff.teams, tuple(item_of(row, hours.zone) for row in rows), here, hours)


def minutes_open(hours: OfficeHours) -> int:
    """The minutes of the office's whole day."""
    opens, closes = hours.opens, hours.closes
    return (closes.hour - opens.hour) * 60 + closes.minute - opens.minute


def expert_of(person: Person, full_day: int) -> Expert:
    week = WorkingWeek(person.week)
    return Expert(
        account=person.account,
        groups=frozenset(person.groups),
        skills=frozenset(person.skills),
        languages=frozenset(person.languages),
        areas=frozenset(person.areas),
        active=person.active,
        team=person.team,
        week=week,
        share=week.share(full_day),
        capacity=person.capacity,
    )


def item_of(row: WorkItemRow, zone: ZoneInfo) -> Item:
    """The item with its times on the office's clock, whose days count."""

    def local(at: datetime | None) -> datetime | None:
        return at.astimezone(zone) if at else None

    return Item(
        instance_id=row.instance_id,
        key=row.key,
        name=row.name,
        business_key=row.business_key,
        groups=frozenset(row.candidate_groups),
        users=frozenset(row.candidate_users),
        skills=frozenset(row.skills),
        language=row.language,
        area=row.area,
        continuity=row.continuity,
        priority=row.priority,
        due_at=local(row.due_at),
        created_at=local(row.created_at),
        holder=row.assignee,
        on_behalf_of=row.on_behalf_of,
        assigned_at=local(row.assigned_at),
        wait=row.wait_working_days,
        remind=row.remind_working_days,
        escalate=row.escalate_working_days,
        reassign=row.reassign_working_days,
        reminded_at=local(row.reminded_at),
        escalated_at=local(row.escalated_at),
        escalation=row.escalation,
    )
