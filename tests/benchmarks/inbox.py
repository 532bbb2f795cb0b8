"""The inbox of a large office: a million open work items, a thousand people in fifty groups."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import islice
from time import perf_counter

from sqlalchemy import text

from engine.engine import Engine
from engine.store import Database, tables, work_items
from engine.store.audiences import audience_of, remember_audiences
from engine.store.database import KNOWN, NEW
from engine.store.projections import END_OF_TIME
from engine.store.rows import Row, insert_rows
from tests.benchmarks._databases import Measurement, databases, measured, opened, percentile

ITEMS, PEOPLE, GROUPS = 1_000_000, 1_000, 50
AT_A_TIME, A_COMMIT = 10_000, 250_000
#: SQLite's own cache of 2 MB would write each leaf of an index again for nearly every row.
FILLING_KILOBYTES = 600_000
ASKED = 400
#: Of the open work, so much is held by somebody.
HELD = 0.4
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


#: What all items have in common.
COMMON: Row = {
    "key": 3,
    "status": "open",
    "element_id": "assess",
    "name": "Assess the need for services",
    "process_id": "customership",
    "definition": "customership:1",
    "created_at": NOW,
    "reason": "",
    "candidate_users": [],
    "form": "",
    "priority": 50,
    "skills": [],
    "language": "",
    "continuity": "",
    "completed_by": "",
    "area": "",
    "on_behalf_of": "",
    "escalated_to": [],
    "escalation": "",
}
BLANK: Row = {column.name: COMMON.get(column.name) for column in tables.WorkItem.__table__.columns}
audience_of_groups = cache(partial(audience_of, users=()))


def item(number: int, chance: random.Random) -> Row:
    """A work item as the engine writes it: for one group, sometimes for two, and often with a due date."""
    groups = sorted({f"group-{chance.randrange(GROUPS)}" for _ in range(2 if chance.random() < 0.1 else 1)})
    held = chance.random() < HELD
    due = NOW + timedelta(minutes=chance.randrange(-20_000, 80_000)) if chance.random() < 0.8 else None
    return BLANK | {
        "instance_id": f"bench{number:020}",
        "business_key": f"{number % 300_000:07}-1",
        "assignee": f"person-{chance.randrange(PEOPLE)}" if held else "",
        "assigned_at": NOW if held else None,
        "candidate_groups": groups,
        "audience": audience_of_groups(tuple(groups)),
        "due_at": due,
        "sort_at": due or END_OF_TIME,
    }


def fill(engine: Engine, count: int) -> None:
    """So many items, through the store's own way, in few commits: each writes most leaves of the indexes anew."""
    chance, database = random.Random(20261102), engine.database
    for first in range(0, count, A_COMMIT):
        numbers = iter(range(first, min(first + A_COMMIT, count)))
        with database.writing() as session:
            if database.dialect == "sqlite":
                session.execute(text(f"PRAGMA cache_size = -{FILLING_KILOBYTES}"))
            while rows := [item(number, chance) for number in islice(numbers, AT_A_TIME)]:
                remember_audiences(session, rows, session.info[KNOWN], session.info[NEW])
                insert_rows(session, tables.WorkItem, rows)
    settle(database)


def settle(database: Database) -> None:
    """What each database does by itself after a while, and the connections that filled it are closed."""
    database.close()
    with database.engine.connect() as connection:
        settle = "VACUUM ANALYZE work_items" if database.dialect == "postgresql" else "ANALYZE"
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(settle))


def times(ask: Callable[[str, list[str]], object], people: int) -> list[float]:
    chance = random.Random(7)
    found = []
    for number in range(people):
        account, groups = f"person-{chance.randrange(PEOPLE)}", [f"group-{chance.randrange(GROUPS)}"]
        if number % 5 == 0:  # a few people work for more than one group
            groups += [f"group-{chance.randrange(GROUPS)}" for _ in range(2)]
        began = perf_counter()
        ask(account, groups)
        found.append((perf_counter() - began) * 1000)
    return found


def questions(database: Database) -> dict[str, Callable[[str, list[str]], object]]:
    return {
        "first page of one's own": lambda account, _: work_items.page(database, account=account),
        "first page of one's groups": lambda account, groups: work_items.page(
            database, account=account, groups=groups, scope="groups"
        ),
        "counts": lambda account, groups: work_items.counts(database, account, groups, now=NOW),
    }


def run(size: float = 1.0) -> list[Measurement]:
    """Measurements as `tests.benchmarks` wants them."""
    count, asked = max(1_000, int(ITEMS * size)), max(50, int(ASKED * size))
    found = []
    with databases() as all_databases:
        for name, url in all_databases:
            engine = opened(url)
            fill(engine, count)
            for what, ask in questions(engine.database).items():
                times(ask, 20)
                took = times(ask, asked)
                told = f"{name}, {count:,} open: {what}"
                found += [measured(f"{told}, p{part}", percentile(took, part / 100), "ms") for part in (50, 95)]
            engine.database.close()
    return found
