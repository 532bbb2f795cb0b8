"""Who is away when, and who stands in for them. Every change leaves a record of who made it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.store import tables
from engine.store.database import Database
from engine.store.records import record

A = tables.Absence


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """`account` is away from `first_day` to `last_day`, both included; None while nobody knows until when."""

    account: str
    first_day: date
    last_day: date | None = None
    substitute: str = ""
    id: int = 0

    def covers(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def overlaps(self, other: "Absence") -> bool:
        latest = max(self.first_day, other.first_day)
        return self.covers(latest) and other.covers(latest)


def list(database: Database, *, since: date | None = None, account: str | None = None) -> tuple[Absence, ...]:
    """The absences that are not over before `since`, by their first day."""
    with database.reading() as session:
        return found(session, since=since, account=account)


def found(session: Session, *, since: date | None = None, account: str | None = None) -> tuple[Absence, ...]:
    wanted = select(A).where(A.withdrawn_at.is_(None)).order_by(A.first_day, A.account, A.id)
    if since is not None:
        wanted = wanted.where(or_(A.last_day.is_(None), A.last_day >= since))
    if account is not None:
        wanted = wanted.where(A.account == account)
    return tuple(absence_of(row) for row in session.scalars(wanted))


def one(session: Session, id: int) -> Absence:
    """Raises `NotFound`, also for one that was withdrawn."""
    row = session.get(A, id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound("There is no such absence: it may have been withdrawn.")
    return absence_of(row)


def add(session: Session, absence: Absence, *, actor: str, now: datetime) -> Absence:
    """Enter an absence. Gives it with its number."""
    row = columns(absence) | {"entered_by": actor, "entered_at": now, "withdrawn_at": None}
    id = session.execute(insert(A).values(row).returning(A.id)).scalar_one()
    keep(session, "AbsenceEntered", replace(absence, id=id), actor, now)
    return replace(absence, id=id)


def change(session: Session, absence: Absence, *, actor: str, now: datetime) -> None:
    """Change the days or the substitute of an absence. Raises `NotFound`."""
    before = one(session, absence.id)
    if before == absence:
        return
    session.execute(update(A).where(A.id == absence.id).values(columns(absence)))
    keep(session, "AbsenceChanged", absence, actor, now)


def withdraw(session: Session, id: int, *, actor: str, now: datetime) -> Absence:
    """The absence was a mistake, or didn't come about. Raises `NotFound`."""
    absence = one(session, id)
    session.execute(update(A).where(A.id == id).values(withdrawn_at=now))
    keep(session, "AbsenceWithdrawn", absence, actor, now)
    return absence


def keep(session: Session, kind: str, absence: Absence, actor: str, now: datetime) -> None:
    data = {
        "id": absence.id,
        "first_day": absence.first_day.isoformat(),
        "last_day": absence.last_day.isoformat() if absence.last_day else None,
        "substitute": absence.substitute,
    }
    record(session, kind, f"person:{absence.account}", actor=actor, now=now, data=data)


def columns(absence: Absence) -> dict[str, object]:
    return {name: getattr(absence, name) for name in ("account", "first_day", "last_day", "substitute")}


def absence_of(row: tables.Absence) -> Absence:
    return Absence(
        account=row.account,
        first_day=row.first_day,
        last_day=row.last_day,
        substitute=row.substitute,
        id=row.id,
    )
