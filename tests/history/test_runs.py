"""Runs of facts: indexes have only those that lead one, and every question finds all facts nevertheless."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from engine.engine import Engine
from engine.store import Database, tables, tracing, ways
from engine.store.migrate import migrate
from engine.store.partitions import SIZE
from engine.store.rows import insert_rows
from engine.store.runs import LONGEST, lengths
from engine.store.tracing import Filters, position_of, traced
from engine.testing import engine_on
from tests.engine.diagrams import call, chain, diagram, user_task

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ACTORS, PROCESSES, KINDS, KEYS = ("anna", "bo", "clock"), ("path", "service"), ("FlowTaken", "TimerArmed"), ("", "k")
FILES = {
    "path.bpmn": diagram("path", chain(user_task("meet"), call("serve", "service"), user_task("follow"))),
    "service.bpmn": diagram("service", chain(user_task("give"))),
}


@given(st.lists(st.sampled_from(PROCESSES), max_size=LONGEST * 3))
def test_a_run_is_as_long_as_its_facts_are_of_one_process(process_ids: list[str]) -> None:
    found = lengths(process_ids)

    assert sum(found) == len(found) == len(process_ids)
    for number, length in enumerate(found):
        run = process_ids[number : number + length]
        assert len(set(run)) == min(length, 1)
        assert length <= LONGEST
        assert found[number + 1 : number + length] == [0] * (length - 1 if length else 0)


def test_runs_are_no_shorter_than_they_can_be() -> None:
    assert lengths(["path", "path", "service", "path"]) == [2, 0, 1, 1]
    assert lengths(["path"] * (LONGEST + 2)) == [LONGEST, *[0] * (LONGEST - 1), 2, 0]
    assert lengths([]) == []


def test_a_command_writes_one_run_for_each_process_that_it_goes_through(database_url: str) -> None:
    # given: a command that completes a task and begins the called process, and one that ends it and goes on
    engine = engine_on(database_url)
    engine.deploy(FILES, actor="olli")
    instance_id = engine.start("path", actor="anna", business_key="k")
    for actor in ("bo", "anna"):
        (item,) = open_items(engine)
        engine.complete(instance_id, item, actor=actor)

    # then
    with engine.database.reading() as session:
        of = tables.Fact
        rows = session.execute(
            select(of.actor, of.process_id, of.leads).where(of.instance_id == instance_id).order_by(of.number)
        ).all()
    expected: list[Any] = []
    for actor, process_id, _ in rows:
        if expected and expected[-1][:2] == [actor, process_id]:
            expected[-1][2] += 1
        else:
            expected.append([actor, process_id, 1])
    assert [[*row] for row in rows if row.leads] == expected
    assert {row.process_id for row in rows if row.leads} == set(PROCESSES)
    assert len(expected) < len(rows) / 3
    engine.database.close()


def open_items(engine: Engine) -> list[int]:
    with engine.database.reading() as session:
        return list(session.execute(select(tables.WorkItem.key).where(tables.WorkItem.status == "open")).scalars())


@pytest.fixture(params=[1, 2, 3])
def random(request: pytest.FixtureRequest) -> Random:
    return Random(request.param)


@pytest.fixture
def written(database_url: str, random: Random) -> Iterator[tuple[Database, list[dict[str, Any]]]]:
    """A random history: commands with runs, facts of before there were runs, and several processes at one moment, whose
    facts are mixed. On PostgreSQL it goes over the end of a partition."""
    database = Database(database_url)
    migrate(database)
    facts = [fact for moment in range(8) for fact in of_moment(random, BEGAN + timedelta(hours=moment))]
    for seq, fact in enumerate(facts, SIZE - len(facts) // 2):
        fact["seq"] = seq
    with database.writing() as session:
        insert_rows(session, tables.Fact, facts)
    yield database, facts
    database.close()


def of_moment(random: Random, at: datetime) -> list[dict[str, Any]]:
    """What one or a few commands wrote at this moment, each to an instance of its own."""
    commands = [command(random, at) for _ in range(random.choice((1, 1, 3)))]
    found = []
    while any(commands):
        found.append(random.choice([one for one in commands if one]).pop(0))
    return found


def command(random: Random, at: datetime) -> list[dict[str, Any]]:
    process_ids = [random.choice(PROCESSES)] * random.randint(1, 9) + [random.choice(PROCESSES)] * random.randint(0, 4)
    leads = random.choice((lengths(process_ids), [None] * len(process_ids)))
    instance_id, actor, key = f"i{random.getrandbits(60):x}", random.choice(ACTORS), random.choice(KEYS)
    same = {"instance_id": instance_id, "at": at, "actor": actor, "business_key": key, "process": 1, "data": "{}"}
    return [
        {
            **same,
            "number": number,
            "kind": random.choice(KINDS),
            "definition": f"{process_id}:1",
            "process_id": process_id,
            "element_id": f"step-{random.randint(1, 3)}",
            "leads": length,
        }
        for number, (process_id, length) in enumerate(zip(process_ids, leads, strict=True), 7)
    ]


@pytest.mark.parametrize("look", [1, 500])
def test_every_question_finds_what_going_through_all_facts_finds(
    written: tuple[Database, list[dict[str, Any]]], random: Random, look: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, facts = written
    for name in ("FIRST_LOOK", "WINDOW"):
        monkeypatch.setattr(tracing, name, look)
    monkeypatch.setattr(ways, "SAMPLE", look)
    found_some = 0
    for _ in range(12):
        asked = {
            name: random.choice(("", *values))
            for name, values in (
                *(("actor", ACTORS), ("process_id", PROCESSES), ("kind", KINDS), ("business_key", KEYS)),
                *(("element_id", ("step-1", "step-2")), ("definition", ("service:1",))),
            )
            if random.random() < 0.4
        }
        since, until = sorted(BEGAN + timedelta(minutes=random.randint(-60, 540)) for _ in range(2))
        times = random.choice(({}, {"since": since}, {"since": since, "until": until}))
        newest_first, limit = random.random() < 0.5, random.choice((1, 5, 100))
        wanted = [
            fact["seq"]
            for fact in sorted(facts, key=lambda fact: (fact["at"], fact["seq"]), reverse=newest_first)
            if all(not value or fact[name] == value for name, value in asked.items())
            and times.get("since", BEGAN) <= fact["at"] < times.get("until", BEGAN + timedelta(days=9))
        ]
        filters: Any = {**asked, **times}
        assert pages(database, Filters(**filters), limit, newest_first) == wanted, filters
        found_some += bool(wanted)
    assert found_some > 3


def pages(database: Database, asked: Filters, limit: int, newest_first: bool) -> list[int]:
    """The numbers of all facts that are found, page by page."""
    found: list[int] = []
    after = None
    while True:
        with database.reading() as session:
            page = traced(session, asked, "facts", after=after, limit=limit, newest_first=newest_first)
        found += [row.seq for row in page.rows]
        if len(page.rows) == limit:
            after = position_of(page.rows[-1])
        elif page.looked is None:
            return found
        else:
            after = page.looked
