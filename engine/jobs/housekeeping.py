"""Housekeeping: rows that have served their time are removed, a few at a time so that nobody waits for it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from engine.ports import Clock
from engine.store import Database, Session
from engine.store.growth import make_room, unswept
from engine.store.housekeeping import remove_messages, remove_requests

#: A client that sends its request again does so within minutes or days.
REQUESTS = timedelta(days=30)
MESSAGES = timedelta(days=30)
#: Their ids are why a message that is published again is not delivered again: a link in a letter lives long.
NAMED_MESSAGES = timedelta(days=730)
AT_ONCE = 500

log = structlog.get_logger("polku.housekeeping")

Removal = Callable[[Session], int]


def keep_house(database: Database, clock: Clock) -> int:
    """Remove what is too old. Gives how many rows that were. Drafts are somebody's work and stay."""
    make_room(database)
    for table in unswept(database):
        log.warning(
            "dead rows are not swept; look for a transaction that was left open", table=table.table, dead=table.dead
        )
    now = clock.now()
    return sum(remove_all(database, removal) for removal in removals(now))


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
