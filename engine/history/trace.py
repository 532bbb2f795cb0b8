"""One trace over what happened in instances (facts) and outside of them (records)."""

from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from engine.history.questions import FactRow, named
from engine.store import Database
from engine.store.facts import StoredFact
from engine.store.paging import from_text, to_text, within
from engine.store.records import Record
from engine.store.stretches import Position
from engine.store.tracing import Filters, Found, position_of, traced

__all__ = ["Filters", "TracePage", "trace"]


@dataclass(frozen=True, slots=True)
class TracePage:
    """Facts and records in the order of time. `next` is what to give as `after` for those that follow.

    A page may have fewer rows than it could, and still a `next`: then `looked` says how far was looked.
    """

    items: tuple[FactRow | Record, ...]
    next: str | None = None
    looked: datetime | None = None


def trace(
    database: Database, asked: Filters, *, after: str | None = None, limit: int = 100, newest_first: bool = True
) -> TracePage:
    """A page of the trace. Raises `Invalid` for a wrong `after` or `limit`."""
    within(limit)
    position = None if after is None else Position(*from_text(after, datetime, str, int))
    with database.reading() as session:
        parts = [
            traced(session, asked, source, after=position, limit=limit + 1, newest_first=newest_first)
            for source in asked.sources
        ]
        rows = merge(*(part.rows for part in parts), key=position_of, reverse=newest_first)
        certain, looked = up_to(list(islice(rows, limit + 1)), parts, newest_first)
        page = certain[:limit]
        last = position_of(page[-1]) if len(certain) > limit else looked
        facts = iter(named(database, session, (row for row in page if isinstance(row, StoredFact))))
        items = tuple(row if isinstance(row, Record) else next(facts) for row in page)
    going_on = None if last is None else to_text((last.at, last.source, last.seq))
    return TracePage(items, going_on, looked.at if looked is not None and len(certain) <= limit else None)


def up_to(
    rows: list[StoredFact | Record], parts: list[Found], newest_first: bool
) -> tuple[list[StoredFact | Record], Position | None]:
    """The rows that nothing can stand between any more, and how far that is; None for to the end."""
    ends = [part.looked for part in parts if part.looked is not None]
    if not ends:
        return rows, None
    looked = max(ends) if newest_first else min(ends)
    near = [one for one in rows if (position_of(one) >= looked if newest_first else position_of(one) <= looked)]
    return near, looked
