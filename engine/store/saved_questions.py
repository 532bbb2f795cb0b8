"""Questions that people keep, for themselves or for all who may ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from engine.errors import Invalid, NotFound
from engine.store import tables
from engine.store.records import record

Q = tables.SavedQuestion
LONGEST = 100


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """What was asked on a page: the fields of its address."""

    id: int
    page: str
    name: str
    owner: str
    shared: bool
    asked: Mapping[str, str]


def questions(session: Session, page: str, account: str) -> list[SavedQuestion]:
    """Those of the person and those that others share, by name."""
    wanted = select(Q).where(Q.page == page, or_(Q.owner == account, Q.shared)).order_by(Q.name, Q.owner)
    rows = session.scalars(wanted)
    return [SavedQuestion(row.id, row.page, row.name, row.owner, row.shared, row.asked) for row in rows]


def save(
    session: Session, page: str, name: str, asked: Mapping[str, str], *, owner: str, shared: bool, now: datetime
) -> None:
    """Keep a question, in the place of the person's own one of this name. Raises `Invalid`."""
    if not 0 < len(name := name.strip()) <= LONGEST:
        raise Invalid({"name": f"Give the question a name of up to {LONGEST} characters."})
    session.execute(delete(Q).where(Q.page == page, Q.owner == owner, Q.name == name))
    session.add(Q(page=page, name=name, owner=owner, shared=shared, asked=dict(asked)))
    data = {"page": page, "name": name, "shared": shared, "asked": dict(asked)}
    record(session, "QuestionSaved", f"question:{owner}/{name}", actor=owner, now=now, data=data)


def forget(session: Session, id: int, *, owner: str, now: datetime) -> None:
    """Let go of the person's own question. Raises `NotFound`."""
    found = session.scalars(select(Q).where(Q.id == id, Q.owner == owner)).one_or_none()
    if found is None:
        raise NotFound("You have no such question. Somebody else's is theirs to remove.")
    name = found.name
    session.execute(delete(Q).where(Q.id == id))
    record(session, "QuestionRemoved", f"question:{owner}/{name}", actor=owner, now=now, data={"page": found.page})
