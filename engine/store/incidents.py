"""Unresolved incidents, read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, tuple_

from engine.store import tables
from engine.store.database import Database
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


SELECT = select(*(getattr(N, name) for name in IncidentRow.__slots__))


def page(
    database: Database, *, process_id: str | None = None, after: str | None = None, limit: int = 50
) -> Page[IncidentRow]:
    """A page of incidents, the oldest first. Raises `Invalid`."""
    wanted = SELECT
    if process_id is not None:
        wanted = wanted.where(N.process_id == process_id)
    position = (N.created_at, N.instance_id, N.key)
    if after is not None:
        wanted = wanted.where(tuple_(*position) > from_text(after, datetime, str, int))
    with database.reading() as session:
        found = [IncidentRow(*row) for row in session.execute(wanted.order_by(*position).limit(within(limit) + 1))]
    return page_of(found, limit, lambda row: (row.created_at, row.instance_id, row.key))
