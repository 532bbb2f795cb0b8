"""Batches: many commands in a transaction, each failing alone, in as few statements as one takes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Semaphore
from typing import Any

import pytest

from engine import deliveries
from engine.engine import Engine
from engine.history import Filters, facts
from engine.starting import Start, Started
from engine.store import Database, instances
from engine.store.many import FEW
from engine.testing import FakeClock, assert_sound, engine_on
from engine.together import TOGETHER
from tests.engine.diagrams import chain, diagram, timer, user_task
from tests.engine.test_signals import ALARM, CATCH
from tests.engine.test_statements import FILES, counted, plain

LONGEST = 30.0  # seconds that a busy machine may need
WAITS = {
    "w.bpmn": diagram("waits", chain(timer("wait", "P1D"), user_task("then"))),
    "s.bpmn": diagram("sums", chain(timer("wait", "P1D"), user_task("then", due="=1 + 1"))),
}


def started(engine: Engine, process_id: str, count: int) -> list[str]:
    return [one.instance_id for one in engine.start_many([Start(process_id=process_id)] * count, actor="anna")]


def fired(engine: Engine) -> list[str]:
    return [fact.instance_id for fact in facts(engine.database, Filters(kind="TimerFired"), limit=1000).items]


def test_fifty_starts_take_the_statements_of_nine(engine: Engine) -> None:
    engine.deploy(FILES, actor="olli")
    engine = plain(engine)
    started(engine, "short", 1)  # reads the definition once
    with counted(engine) as nine:
        started(engine, "short", FEW + 1)  # what fewer write is a single statement on PostgreSQL
    with counted(engine) as fifty:
        ids = started(engine, "short", 50)
    assert fifty == nine
    assert nine["commits"] == 1
    for id in ids[::10]:
        assert_sound(engine, id)
        assert instances.one(engine.database, id).status == "completed"


def test_a_start_that_fails_is_told_and_the_others_are_done(engine: Engine) -> None:
    engine.deploy(FILES, actor="olli")
    wrong = {"@": "no such kind of value"}
    answers = engine.start_many(
        [
            Start(process_id="tasks", business_key="a"),
            Start(process_id="nowhere"),
            Start(process_id="tasks", variables={"x": wrong}, request_id="r-1"),
            Start(process_id="tasks", business_key="b", version=1),
        ],
        actor="anna",
    )
    assert [bool(answer.instance_id) for answer in answers] == [True, False, False, True]
    assert answers[1] == Started(failure="The process nowhere is not deployed.")
    assert answers[2].failure.startswith("x: ")
    assert {row.business_key for row in instances.page(engine.database).items} == {"a", "b"}
    (mended,) = engine.start_many([Start(process_id="tasks", request_id="r-1")], actor="anna")
    assert mended.instance_id, "a request that failed may be sent again"


def test_the_same_request_in_bulk_gets_the_first_answer(engine: Engine) -> None:
    engine.deploy(FILES, actor="olli")
    once = Start(process_id="tasks", request_id="r-1")
    first, again, other = engine.start_many([once, once, Start(process_id="tasks", request_id="r-2")], actor="anna")
    (later,) = engine.start_many([once], actor="anna")
    (abused,) = engine.start_many([Start(process_id="short", request_id="r-1")], actor="anna")
    assert first == again == later
    assert engine.start("tasks", actor="anna", request_id="r-1") == first.instance_id
    assert "was for something else" in abused.failure
    assert len({first, other}) == len(instances.page(engine.database).items) == 2


def test_the_same_request_twice_in_one_batch_fails_twice(engine: Engine) -> None:
    engine.deploy(FILES, actor="olli")
    nowhere = Start(process_id="nowhere", request_id="r-1")
    first, again = engine.start_many([nowhere, nowhere], actor="anna")
    assert first == again == Started(failure="The process nowhere is not deployed.")
    (mended,) = engine.start_many([Start(process_id="tasks", request_id="r-1")], actor="anna")
    assert mended.instance_id, "a request that failed may be sent again, also for something else"


def test_starts_in_bulk_are_decided_while_somebody_else_writes(tmp_path: Path) -> None:
    engine = engine_on(f"sqlite:///{tmp_path}/polku.db")
    engine.deploy(FILES, actor="olli")
    decided = Semaphore(0)
    engine.execution.measures.append(lambda *_: decided.release())
    with ThreadPoolExecutor(1) as pool:
        with engine.database.writing():
            starting = pool.submit(started, engine, "short", 3)
            assert all(decided.acquire(timeout=LONGEST) for _ in range(3))
            assert not starting.done()
        ids = starting.result(LONGEST)
    for id in ids:
        assert_sound(engine, id)
    engine.database.close()


def test_what_the_database_cannot_keep_fails_alone(migrated_postgres: str) -> None:
    engine = engine_on(migrated_postgres)
    engine.deploy(FILES, actor="olli")
    starts = [Start(process_id="tasks", business_key=key) for key in ("a", "b\x00", "c")]
    answers = engine.start_many(starts, actor="anna")
    assert [bool(answer.instance_id) for answer in answers] == [True, False, True]
    assert "can't keep a value" in answers[1].failure
    engine.database.close()


def test_due_timers_share_a_transaction(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(WAITS, actor="olli")
    engine = plain(engine)
    ids = started(engine, "waits", TOGETHER)
    clock.advance(timedelta(days=1))
    with counted(engine) as counts:
        assert engine.fire_due(TOGETHER) == TOGETHER
    assert counts["commits"] == 1
    assert counts["statements"] < 20
    assert sorted(fired(engine)) == sorted(ids)
    for id in ids[::25]:
        assert_sound(engine, id)


def test_a_timer_that_cannot_be_fired_holds_up_none_of_those_behind_it(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(WAITS, actor="olli")
    broken = started(engine, "sums", 3)
    clock.advance(timedelta(seconds=1))
    ids = started(engine, "waits", 3)
    clock.advance(timedelta(days=1))
    engine.fire_due(limit=2)
    engine.fire_due(limit=6)
    assert set(ids) <= set(fired(engine))
    assert engine.fire_due() == 0
    assert len(broken) == 3


def test_a_broken_instance_fails_alone(engine: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.deploy(WAITS, actor="olli")
    engine = plain(engine)
    broken, *others = started(engine, "waits", 4)
    with engine.database.writing() as session:  # as nothing in the program ever does
        spoil(session, broken)
    clock.advance(timedelta(days=1))
    assert engine.fire_due() == 3
    assert sorted(fired(engine)) == sorted(others)
    assert engine.fire_due() == 0


def spoil(session: Any, instance_id: str, process: str = "waits") -> None:
    from sqlalchemy import update

    from engine.store import tables

    state = session.get(tables.Instance, instance_id).state.replace(f'"{process}:1"'.encode(), b'"gone:1"')
    session.execute(update(tables.Instance).where(tables.Instance.id == instance_id).values(state=state))


LISTENS = {
    "l.bpmn": diagram("listens", chain(CATCH, user_task("then")), beside=ALARM),
}


def heard(engine: Engine) -> list[str]:
    return [fact.instance_id for fact in facts(engine.database, Filters(kind="SignalReceived"), limit=1000).items]


def test_all_who_wait_for_a_signal_get_it_in_a_few_transactions(engine: Engine) -> None:
    engine.deploy(LISTENS, actor="olli")
    engine = plain(engine)
    ids = started(engine, "listens", TOGETHER)
    with counted(engine) as counts:
        engine.broadcast("alarm", {"floor": 2}, actor="anna")
    assert counts["commits"] == 2, "the signal itself, and those who waited"
    assert counts["statements"] < 30
    assert sorted(heard(engine)) == sorted(ids)
    for id in ids[::25]:
        assert instances.variables(engine.database, id) == {"floor": 2}
        assert_sound(engine, id)


def test_an_instance_that_a_signal_breaks_keeps_it_from_nobody(engine: Engine) -> None:
    engine.deploy(LISTENS, actor="olli")
    engine = plain(engine)
    first, broken, last = started(engine, "listens", 3)
    with engine.database.writing() as session:
        spoil(session, broken, "listens")
    engine.broadcast("alarm", actor="anna")
    assert sorted(heard(engine)) == sorted([first, last])
    assert engine.deliver_messages() == 0


def test_two_signals_reach_each_instance_in_their_order(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = diagram("twice", chain(CATCH, CATCH.replace('"catch', '"again')), beside=ALARM)
    engine.deploy(LISTENS | {"t.bpmn": twice}, actor="olli")
    ids = [*started(engine, "twice", 3), *started(engine, "listens", 3)]
    for floor in (1, 2):
        engine.broadcast("alarm", {"floor": floor}, actor="anna")
    assert sorted(heard(engine)) == sorted([*ids, *ids[:3]])
    assert [instances.variables(engine.database, id)["floor"] for id in ids] == [2, 2, 2, 1, 1, 1]


def test_several_nodes_give_a_signal_to_each_instance_once(
    migrated_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.testing import engine_on

    engines = [engine_on(migrated_postgres) for _ in range(3)]
    engines[0].deploy(LISTENS, actor="olli")
    ids = started(engines[0], "listens", 60)
    with monkeypatch.context() as down:
        down.setattr(deliveries, "deliver", lambda *_: 0)
        engines[0].broadcast("alarm", actor="anna")
    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(lambda engine: engine.deliver_messages(), engines)) == 60
    assert sorted(heard(engines[0])) == sorted(ids)
    for engine in engines:
        engine.database.close()


def test_several_clocks_at_once_fire_each_timer_once(migrated_postgres: str) -> None:
    from engine.testing import engine_on

    clock = FakeClock()
    nodes = [engine_on(migrated_postgres, clock) for _ in range(3)]
    nodes[0].deploy(WAITS, actor="olli")
    ids = started(nodes[0], "waits", 300)
    clock.advance(timedelta(days=1))
    with ThreadPoolExecutor(len(nodes)) as pool:
        counts = list(pool.map(lambda node: node.fire_due(1000), nodes))
    assert sum(counts) + nodes[0].fire_due() == len(ids)
    assert sorted(fired(nodes[0])) == sorted(ids)
    for node in nodes:
        node.database.close()


def test_a_clock_passes_over_an_instance_that_somebody_else_is_changing(migrated_postgres: str) -> None:
    from engine.store.loading import load
    from engine.testing import engine_on

    clock = FakeClock()
    engine = engine_on(migrated_postgres, clock)
    engine.deploy(WAITS, actor="olli")
    held, free = started(engine, "waits", 2)
    clock.advance(timedelta(days=1))
    other = Database(migrated_postgres)
    with other.writing() as session:
        load(session, held)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(engine.fire_due).result(10) == 1
    assert fired(engine) == [free]
    assert engine.fire_due() == 1
    other.close()
    engine.database.close()
