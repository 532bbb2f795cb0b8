"""What routing needs to know, read at one point in time: who works here, and the work items that may move."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, literal_column, or_, select
from sqlalchemy.orm import Session

from engine.store import absences, people, tables, teams
from engine.store.absences import Absence
from engine.store.people import Person
from engine.store.teams import Team
from engine.store.work_items import SELECT, WorkItemRow, rows

W = tables.WorkItem
OPEN = W.status == literal_column("'open'")
#: From this priority on, work does not wait for the next round.
URGENT = 80


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody, the teams, and the absences that are not over yet."""

    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    absences: tuple[Absence, ...]


def staff(session: Session, today: date) -> Staff:
    return Staff(people.everybody(session), teams.found(session), absences.found(session, since=today))


def movable(session: Session, away: Collection[str], due_before: datetime, limit: int) -> list[WorkItemRow]:
    """Open work items that a round looks at, those due first at the top.

    They are the ones that nobody holds, that somebody of `away` holds, that somebody holds for another, and that are
    due before `due_before` and want a reminder, an escalation or a new holder by then.
    """
    chased = or_(
        and_(W.remind_working_days.is_not(None), or_(W.reminded_at.is_(None), W.reminded_at < W.assigned_at)),
        and_(W.escalate_working_days.is_not(None), or_(W.escalated_at.is_(None), W.escalated_at < W.due_at)),
        and_(W.reassign_working_days.is_not(None), or_(W.assigned_at.is_(None), W.assigned_at < W.due_at)),
    )
    looked_at = or_(
        W.assignee == literal_column("''"),
        W.assignee.in_(sorted(away)),
        W.on_behalf_of != literal_column("''"),
        and_(W.sort_at < due_before, chased),
    )
    return rows(session, SELECT.where(OPEN, looked_at).order_by(W.sort_at, W.instance_id, W.key).limit(limit))


def load(session: Session) -> dict[str, int]:
    """How many open work items each account holds."""
    wanted = select(W.assignee, func.count()).where(OPEN, W.assignee != "").group_by(W.assignee)
    return dict(pairs(session.execute(wanted)))


def late(session: Session, now: datetime) -> dict[str, int]:
    """How many open work items each account holds whose due date has passed."""
    wanted = select(W.assignee, func.count()).where(OPEN, W.sort_at < now).group_by(W.assignee)
    return dict(pairs(session.execute(wanted)))


def urgent(session: Session, today: date) -> bool:
    """Whether there is urgent work that nobody holds who is there, and that no manager knows of yet."""
    absent = tables.Absence
    away = select(absent.account).where(
        absent.withdrawn_at.is_(None),
        absent.first_day <= today,
        or_(absent.last_day.is_(None), absent.last_day >= today),
    )
    wanted = select(W.key).where(
        OPEN,
        W.priority >= literal_column(str(URGENT)),
        W.escalation == literal_column("''"),
        or_(W.assignee == literal_column("''"), W.assignee.in_(away)),
    )
    return session.execute(wanted.limit(1)).first() is not None


def pairs(found: Iterable[tuple[str, int]]) -> Iterable[tuple[str, int]]:
    return ((account, number) for account, number in found)


def held_by(session: Session, account: str, limit: int) -> list[WorkItemRow]:
    """The open work items that somebody holds, those due first at the top."""
    return rows(
        session,
        SELECT.where(OPEN, W.assignee == account).order_by(W.sort_at, W.instance_id, W.key).limit(limit),
    )


def escalated(session: Session, limit: int = 200) -> list[WorkItemRow]:
    """The open work items that need a manager, the oldest call first."""
    wanted = SELECT.where(OPEN, W.escalation != literal_column("''")).order_by(W.escalated_at, W.instance_id, W.key)
    return rows(session, wanted.limit(limit))


def unheld(session: Session) -> int:
    """How many open work items nobody holds."""
    return session.execute(select(func.count()).where(OPEN, W.assignee == literal_column("''"))).scalar_one()
