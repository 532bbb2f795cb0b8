"""Housekeeping: rows that have served their time are removed, a few at a time so that nobody waits for it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType

import structlog

from engine.ports import Clock
from engine.store import Database, Session
from engine.store.growth import make_room, unswept
from engine.store.housekeeping import remove_messages, remove_requests
from engine.store.retention import clear_finished, deployed_processes

#: A client that sends its request again does so within minutes or days.
REQUESTS = timedelta(days=30)
MESSAGES = timedelta(days=30)
#: Their ids are why a message that is published again is not delivered again: a link in a letter lives long.
NAMED_MESSAGES = timedelta(days=730)
AT_ONCE = 500
NONE: Mapping[str, int] = MappingProxyType({})

log = structlog.get_logger("polku.housekeeping")

Removal = Callable[[Session], int]


def keep_house(database: Database, clock: Clock, retention: Mapping[str, int] = NONE) -> int:
    """Remove what is too old. Gives how many rows or finished instances that were. Drafts are somebody's work and stay.

    `retention`: after how many days the work items of a finished instance go, by the id of its process; `*` is for all
    others. Without either they stay. Facts always stay, and the instance's own row does.
    """
    make_room(database)
    for table in unswept(database):
        log.warning(
            "dead rows are not swept; look for a transaction that was left open", table=table.table, dead=table.dead
        )
    now = clock.now()
    old = (*removals(now), *clearings(database, now, retention))
    return sum(remove_all(database, removal) for removal in old)


def clearings(database: Database, now: datetime, retention: Mapping[str, int]) -> tuple[Removal, ...]:
    days = {id: retention.get(id, retention.get("*")) for id in (deployed_processes(database) if retention else ())}
    before = {id: now - timedelta(days=number) for id, number in days.items() if number is not None}
    return tuple(partial(clear, id, end, now) for id, end in before.items())


def clear(process_id: str, before: datetime, now: datetime, session: Session) -> int:
    return clear_finished(session, process_id, before, now, AT_ONCE)


def removals(now: datetime) -> tuple[Removal, ...]:
    return (
        lambda session: remove_requests(session, now - REQUESTS, AT_ONCE),
        lambda session: remove_messages(session, now - MESSAGES, named=False, limit=AT_ONCE),
        lambda session: remove_messages(session, now - NAMED_MESSAGES, named=True, limit=AT_ONCE),
    )


def remove_all(database: Database, removal: Removal) -> int:
    removed = 0
    while True:
        with database.writing() as session:
            done = removal(session)
        removed += done
        if done < AT_ONCE:
            return removed
