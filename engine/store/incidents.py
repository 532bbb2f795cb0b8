"""Unresolved incidents, read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, tuple_

from engine.store import tables
from engine.store.database import Database
from engine.store.gauges import MOST
from engine.store.paging import Page, from_text, page_of, within

N = tables.Incident


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """What has stopped, and why. `job` is the key of the job that failed, 0 where it was no job."""

    instance_id: str
    key: int
    element_id: str
    process_id: str
    definition: str
    business_key: str
    sentence: str
    job: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sought:
    """Which incidents: those of a process, of an element, from before a moment.

    `text` is a part of the sentence, in small or capital letters, or the beginning of an instance's id or business key.
    """

    process_id: str | None = None
    element_id: str | None = None
    text: str = ""
    before: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        equal = ((N.process_id, self.process_id), (N.element_id, self.element_id))
        found: list[ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
        if self.before is not None:
            found.append(N.created_at < self.before)
        if self.text:
            begins = [column.startswith(self.text, autoescape=True) for column in (N.instance_id, N.business_key)]
            found.append(or_(N.sentence.icontains(self.text, autoescape=True), *begins))
        return found


ALL = Sought()
SELECT = select(*(getattr(N, name) for name in IncidentRow.__slots__))


def page(database: Database, sought: Sought = ALL, *, after: str | None = None, limit: int = 50) -> Page[IncidentRow]:
    """A page of incidents, the oldest first. Raises `Invalid`."""
    wanted = SELECT.where(*sought.conditions())
    position = (N.created_at, N.instance_id, N.key)
    if after is not None:
        wanted = wanted.where(tuple_(*position) > from_text(after, datetime, str, int))
    with database.reading() as session:
        found = [IncidentRow(*row) for row in session.execute(wanted.order_by(*position).limit(within(limit) + 1))]
    return page_of(found, limit, lambda row: (row.created_at, row.instance_id, row.key))


def count(database: Database, sought: Sought = ALL, most: int = MOST) -> int:
    """How many incidents there are, counted no further than `most`."""
    some = select(N.key).where(*sought.conditions()).order_by(N.created_at).limit(most).subquery()
    with database.reading() as session:
        return int(session.execute(select(func.count()).select_from(some)).scalar_one())
