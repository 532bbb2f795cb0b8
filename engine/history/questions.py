"""Facts, as an auditor asks for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.history.names import names
from engine.store import Database, Session
from engine.store import facts as stored
from engine.store.archived import not_here
from engine.store.facts import StoredFact
from engine.store.paging import Page, from_text, page_of, to_text, within
from engine.store.stretches import FACTS, Position
from engine.store.tracing import Filters, position_of, traced

__all__ = ["FactRow", "Filters", "facts", "steps", "timeline"]


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact with who, when and where. `number` counts within the instance, `seq` over all of them.

    `process` is the key of the (root or called) process in the instance's tree; `data` has the fact's own fields, of
    which the values are missing where they have been `erased`.
    """

    seq: int
    instance_id: str
    number: int
    at: datetime
    actor: str
    kind: str
    definition: str
    process_id: str
    process: int
    business_key: str
    element_id: str
    element_name: str
    data: dict[str, Any]
    erased: bool = False
    request: str = ""


def facts(
    database: Database,
    filters: Filters | None = None,
    *,
    after: str | None = None,
    limit: int = 100,
    newest_first: bool = True,
) -> Page[FactRow]:
    """A page of facts, by time. `after` is the `next` of the page before.

    A page may have fewer facts than `limit`, and still a `next`: one question looks only so far.
    Raises `Invalid` for a wrong `after` or `limit`.
    """
    within(limit)
    position = None if after is None else Position(*from_text(after, datetime, str, int))
    with database.reading() as session:
        part = traced(session, filters or Filters(), FACTS, after=position, limit=limit + 1, newest_first=newest_first)
        page = [row for row in part.rows[:limit] if isinstance(row, StoredFact)]
        last = position_of(page[-1]) if len(part.rows) > limit else part.looked
        going_on = None if last is None else to_text((last.at, last.source, last.seq))
        return Page(tuple(named(database, session, page)), going_on)


def timeline(database: Database, instance_id: str) -> tuple[FactRow, ...]:
    """All facts of an instance in their order. Raises `NotFound`, also where they are in an archive."""
    with database.reading() as session:
        found = tuple(named(database, session, stored.of_instance(session, instance_id)))
        if not found:
            raise not_here(session, instance_id, f"There is no instance {instance_id}.")
    return found


def steps(
    database: Database,
    instance_id: str,
    *,
    process: int | None = None,
    without: Collection[str] = (),
    after: str | None = None,
    limit: int = 100,
) -> Page[FactRow]:
    """A page of an instance's facts in their order: of one process in it, `without` some kinds. Raises `Invalid`."""
    (number,) = from_text(after, int) if after is not None else (0,)
    with database.reading() as session:
        found = stored.page_of_instance(
            session, instance_id, number, within(limit) + 1, process=process, without=without
        )
        return page_of(named(database, session, found), limit, lambda fact: (fact.number,))


def named(database: Database, session: Session, found: Iterable[StoredFact]) -> list[FactRow]:
    return [row(fact, names(database, session, fact.definition).get(fact.element_id, "")) for fact in found]


def row(fact: StoredFact, element_name: str) -> FactRow:
    return FactRow(
        seq=fact.seq,
        instance_id=fact.instance_id,
        number=fact.number,
        at=fact.at,
        actor=fact.actor,
        kind=fact.kind,
        definition=fact.definition,
        process_id=fact.process_id,
        process=fact.process,
        business_key=fact.business_key,
        element_id=fact.element_id,
        element_name=element_name,
        data=fact.fields(),
        erased=fact.erased,
        request=fact.request,
    )
