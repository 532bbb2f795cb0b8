"""Killed at any point of a command while a clock and two workers are busy: each of them happens once."""

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import text

from engine.engine import Engine
from engine.history import Filters, facts
from engine.history.replay import verify_all
from engine.testing import assert_sound
from tests.faults.killing import Killer, at_least, done_by, each_point, items, only_wait
from tests.faults.test_killed_while_things_happen import started_again
from tests.faults.victim import LATER

Trial = Callable[[int], bool]


def completing(engine: Engine, killer: Killer) -> Trial:
    def trial(point: int) -> bool:
        id, request_id = engine.start("tasks", actor="anna"), f"complete-{point}"
        key = only_wait(engine, id)
        answered = killer.kill_at(point, "complete", id, key, request_id, busy=True)
        assert_sound(engine, id)
        assert items(engine, id) == ["two"] or not answered
        engine.complete(id, key, {"answer": 42}, actor="anna", request_id=request_id)
        assert items(engine, id) == ["two"]
        assert done_by(engine, id) == ["anna"]
        return answered

    return trial


def publishing(engine: Engine, killer: Killer) -> Trial:
    def trial(point: int) -> bool:
        invoice, message_id = str(point), f"message-{point}"
        id = engine.start("waits", {"invoice": invoice}, actor="anna")
        answered = killer.kill_at(point, "publish", "paid", invoice, message_id, busy=True)
        assert_sound(engine, id)
        engine.publish("paid", invoice, {"amount": 7}, actor="bank", message_id=message_id)
        engine.run_until_idle()
        assert items(engine, id) == ["task"]
        return answered

    return trial


@pytest.mark.parametrize("command", [completing, publishing])
def test_what_was_asked_for_and_what_clock_and_workers_did_happens_once(
    killed_engine: Engine, killer: Killer, command: Callable[[Engine, Killer], Trial]
) -> None:
    sleeping: list[str] = []
    working: list[str] = []
    trial = command(killed_engine, killer)

    def beside(point: int) -> bool:
        """With two timers that are due and two jobs, which clock and workers have just begun with."""
        sleeping.extend(killed_engine.start("sleeps", actor="anna") for _ in range(2))
        working.extend(killed_engine.start("works", actor="anna") for _ in range(2))
        answered = trial(point)
        for id in (*sleeping[-2:], *working[-2:]):
            assert_sound(killed_engine, id)
        return answered

    assert each_point(beside) >= at_least(killed_engine, 12, 10)
    started_again(killed_engine, after=2 * LATER).run_until_idle()  # when what was begun two days later is given back
    for id in (*sleeping, *working):
        assert_sound(killed_engine, id)
        assert items(killed_engine, id) == ["task"]
    for kind, ids in (("TimerFired", sleeping), ("JobCompleted", working)):
        found = facts(killed_engine.database, Filters(kind=kind), limit=1000).items
        assert Counter(one.instance_id for one in found) == dict.fromkeys(ids, 1)
    with killed_engine.database.reading() as session:
        notes = session.execute(text("SELECT instance_id FROM errand_notes")).scalars().all()
    assert sorted(notes) == sorted(working)
    assert all(found.equal for found in verify_all(killed_engine.database))
