"""Replaying every instance, by several processes at a time."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context

from engine.history.replay import Verification, verify, verify_all
from engine.store import Database, instances

TOGETHER = 100  # instances that a process takes at a time


def replay_all(database: Database, chosen: Sequence[str] = (), processes: int = 1) -> Iterator[Verification]:
    """Verify these instances, or all. More than one process needs a database that others can open."""
    if processes == 1:
        yield from (verify(database, one) for one in chosen) if chosen else verify_all(database)
        return
    url = database.url.render_as_string(hide_password=False)
    ids = chosen or ids_of(database)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        left = iter(ids)
        batches = iter(lambda: list(islice(left, TOGETHER)), [])
        yield from chain.from_iterable(pool.map(verify_some, ((url, batch) for batch in batches)))


def verify_some(given: tuple[str, list[str]]) -> list[Verification]:
    url, ids = given
    database = Database(url)
    try:
        return [verify(database, one) for one in ids]
    finally:
        database.close()


def ids_of(database: Database) -> Iterator[str]:
    after: str | None = None
    while True:
        page = instances.page(database, after=after, limit=200)
        yield from (instance.id for instance in page.items)
        if (after := page.next) is None:
            return
