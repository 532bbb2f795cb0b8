"""What a round does: what moves and to whom, who is reminded, and what its managers have to know.

- What nobody holds goes to somebody. Where the customer's own expert is away, it waits for them as long as the rules
  say, else it goes to their substitute, on their behalf.
- What somebody holds who is away or has left goes to their substitute, or to whom it fits best.
- What was done on behalf of somebody goes back to them when they are back.
- What is late goes to its managers, and later to somebody else, when the rules say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.calendar import (
    OfficeHours,
    add_working_days,
    count_days,
    is_open,
    is_working_day,
    next_working_day,
    nth_working_day,
)
from engine.routing.assign import assign
from engine.routing.costs import Office
from engine.routing.musts import is_asked
from engine.routing.reasons import FURTHER_NOTICE, Reason
from engine.routing.terms import Assignment, Item, Unplaced, Wish
from engine.store.routing import URGENT
from engine.store.teams import Team

ONE_DAY = timedelta(days=1)
NEVER = date.max


@dataclass(frozen=True, slots=True)
class Reminder:
    """`item` is due soon: `to` holds it."""

    item: Item
    to: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """`item` needs its managers."""

    item: Item
    to: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    assignments: tuple[Assignment, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    escalations: tuple[Escalation, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What a round looks at: the office, its teams, the items that may move, and the time in the office's zone."""

    office: Office
    teams: Sequence[Team]
    items: Sequence[Item]
    now: datetime
    hours: OfficeHours


def plan(scene: Scene) -> Plan:
    """Decide what the round does. The same scene gives the same plan."""
    wishes = [wish for item in scene.items if (wish := wish_for(item, scene)) is not None]
    made, left = assign(wishes, scene.office)
    moving = {one.item.id for one in made}
    stuck = [one for one in left if needs_manager(one, scene)]
    escalations = [Escalation(one.item, managers_of(one.item, scene), one.reason) for one in stuck]
    told = {one.item.id for one in escalations}
    stays = [item for item in scene.items if item.id not in moving]
    escalations += [one for item in stays if item.id not in told and (one := overdue(item, scene))]
    reminders = [Reminder(item, item.holder) for item in stays if wants_reminder(item, scene)]
    return Plan(made, left, tuple(reminders), tuple(escalations))


def office_day(now: datetime, hours: OfficeHours) -> date:
    """The day that a round works for: today, or the next working day when the office has closed or is not open."""
    day = now.astimezone(hours.zone).date()
    if is_working_day(day, hours.place) and (is_open(now, hours) or now.astimezone(hours.zone).time() < hours.opens):
        return day
    return next_working_day(day, hours.place)


def wish_for(item: Item, scene: Scene) -> Wish | None:
    """What the round wants for an item; None where it stays as it is."""
    office = scene.office
    away = office.absences.on
    owner = item.on_behalf_of or item.holder or item.continuity
    if item.holder and not gone(item.holder, scene):
        if item.on_behalf_of and not gone(item.on_behalf_of, scene):
            return Wish(item=item, only=owner, owner=owner, known=owner, why="back", words={"known": item.holder})
        return passed_on(item, scene)
    if not owner or not away(owner, office.today):
        # Nobody is responsible, or they are there, or they have left the office for good.
        return Wish(
            item=item, known="" if item.holder == owner else owner, owner="" if is_left(owner, scene) else owner
        )
    if waits(item, owner, scene):
        return None
    until = office.absences.last_day(owner, office.today)
    words = {"known": owner, "until": until.isoformat() if until else FURTHER_NOTICE}
    why = "takes-over" if item.holder else "stands-in"
    stand_in = office.absences.stand_in(owner, office.today)
    return Wish(item=item, known=stand_in, owner=owner, why=why if stand_in else "", words=words if stand_in else {})


def gone(account: str, scene: Scene) -> bool:
    """Away on the day of the round, or no longer active."""
    return scene.office.absences.on(account, scene.office.today) is not None or is_left(account, scene)


def is_left(account: str, scene: Scene) -> bool:
    return not any(person.account == account and person.active for person in scene.office.people)


def waits(item: Item, owner: str, scene: Scene) -> bool:
    """Whether the rules let the item wait for its owner, who comes back early enough."""
    if not item.wait or item.priority >= URGENT:
        return False
    office = scene.office
    absence, last = office.absences.on(owner, office.today), office.absences.last_day(owner, office.today)
    if absence is None or last is None:
        return False
    back = next_working_day(last, office.place)
    created = item.created_at.date() if item.created_at else office.today
    if nth_working_day(max(created, absence.first_day), item.wait, office.place) < back:
        return False
    return item.due_at is None or item.due_at.date() >= back


def passed_on(item: Item, scene: Scene) -> Wish | None:
    """What is so late that the rules give it to somebody else, once: whoever gets it then is not passed over again."""
    if item.due_at is None or item.reassign is None:
        return None
    limit = add_working_days(item.due_at, item.reassign, hours=scene.hours)
    if scene.now < limit or (item.assigned_at is not None and item.assigned_at >= limit):
        return None
    words = {"known": item.holder, "due": item.due_at.date().isoformat()}
    return Wish(item=item, never=item.holder, why="late", words=words)


def needs_manager(left: Unplaced, scene: Scene) -> bool:
    """What nobody can get, its managers have to know once: not what somebody goes on with who holds it."""
    holder = left.item.holder
    return str(left.reason) != left.item.escalation and (not holder or gone(holder, scene))


def overdue(item: Item, scene: Scene) -> Escalation | None:
    """What was due long enough ago that its managers have to know."""
    if item.due_at is None or item.escalate is None or item.due_at > scene.now:
        return None
    if item.escalated_at is not None and item.escalated_at >= item.due_at:
        return None
    if scene.now < add_working_days(item.due_at, item.escalate, hours=scene.hours) and item.escalate:
        return None
    words = {"due": item.due_at.date().isoformat(), "person": item.holder}
    reason = Reason("overdue", words) if item.holder else Reason("overdue-nobody", {"due": words["due"]})
    return Escalation(item, managers_of(item, scene), reason)


def wants_reminder(item: Item, scene: Scene) -> bool:
    """Whether its holder has so few working days of their own left that the rules remind them."""
    if not item.holder or item.due_at is None or item.remind is None or item.due_at <= scene.now:
        return False
    if item.reminded_at is not None and (item.assigned_at is None or item.reminded_at >= item.assigned_at):
        return False
    holder = next((person for person in scene.office.people if person.account == item.holder), None)
    if holder is None or gone(item.holder, scene):
        return False
    place = scene.office.place
    left = count_days(scene.now.date(), item.due_at.date(), lambda day: holder.week.works_on(day, place))
    return left <= item.remind


def managers_of(item: Item, scene: Scene) -> tuple[str, ...]:
    """Who leads the holder's team, or the teams of those who are asked; otherwise all who lead a team.

    Somebody stands in for a manager who is away, where they named somebody.
    """
    people = scene.office.people
    teams = {person.team for person in people if person.account == item.holder}
    teams = (teams or {person.team for person in people if is_asked(person, item)}) - {""}
    leading = {team.manager for team in scene.teams if team.id in teams} - {""}
    leading = leading or {team.manager for team in scene.teams} - {""}
    absences, today = scene.office.absences, scene.office.today
    return tuple(
        sorted(
            (absences.stand_in(account, today) or account) if absences.on(account, today) else account
            for account in leading
        )
    )
