"""Teams: a name and a manager. Who belongs to which stands with the person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store import tables
from engine.store.database import Database
from engine.store.records import record

T = tables.Team


@dataclass(frozen=True, slots=True)
class Team:
    id: str
    name: str
    manager: str = ""


def list(database: Database) -> tuple[Team, ...]:
    """All teams, by name."""
    with database.reading() as session:
        return found(session)


def found(session: Session) -> tuple[Team, ...]:
    return tuple(Team(row.id, row.name, row.manager) for row in session.scalars(select(T).order_by(T.name, T.id)))


def save(session: Session, team: Team, *, actor: str, now: datetime) -> None:
    """Add a team, or change its name or manager."""
    row = session.get(T, team.id)
    if row is not None and (row.name, row.manager) == (team.name, team.manager):
        return
    session.merge(T(id=team.id, name=team.name, manager=team.manager))
    session.flush()
    kind = "TeamAdded" if row is None else "TeamChanged"
    record(session, kind, f"team:{team.id}", actor=actor, now=now, data={"name": team.name, "manager": team.manager})
