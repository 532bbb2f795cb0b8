"""Files that somebody is still working on."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete as delete_from
from sqlalchemy import select

from engine.store import tables
from engine.store.database import Database

D = tables.Draft


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A saved, unreleased file; `based_on` is the key of the version that it began as, empty for a new one."""

    kind: str
    name: str
    content: bytes
    author: str
    updated_at: datetime
    based_on: str


SELECT = select(D.kind, D.name, D.content, D.author, D.updated_at, D.based_on)


def get(database: Database, kind: str, name: str) -> DraftRow | None:
    with database.reading() as session:
        found = session.execute(SELECT.where(D.kind == kind, D.name == name)).one_or_none()
        return DraftRow(*found) if found else None


def list(database: Database) -> tuple[DraftRow, ...]:
    """Every draft, by kind and name."""
    with database.reading() as session:
        return tuple(DraftRow(*row) for row in session.execute(SELECT.order_by(D.kind, D.name)))


def save(
    database: Database, kind: str, name: str, content: bytes, *, author: str, based_on: str, now: datetime
) -> None:
    """Keep the draft, in the place of an earlier one with the same name."""
    with database.writing() as session:
        session.merge(D(kind=kind, name=name, content=content, author=author, updated_at=now, based_on=based_on))


def delete(database: Database, kind: str, name: str) -> None:
    """Forget the draft, if there is one."""
    with database.writing() as session:
        session.execute(
            delete_from(D).where(D.kind == kind, D.name == name).execution_options(synchronize_session=False)
        )
