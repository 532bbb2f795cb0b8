"""Killed at any point of what happens by itself, after a message, a signal, a due timer or a job: it happens once."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import text

from engine.engine import Engine
from engine.history.replay import verify_all
from engine.jobs.run import Jobs
from engine.store import instances
from engine.testing import FakeClock, assert_sound
from tests.faults import victim
from tests.faults.killing import Killer, each_point, items, of_process

TOGETHER = 2  # timers in a batch


def started_again(engine: Engine, after: timedelta = victim.LATER) -> Engine:
    """The program days later: every lease has ended, and what was due has become overdue."""
    later = FakeClock()
    later.advance(after)
    return Engine(engine.database, later, jobs=Jobs(engine.database, later))


def notes(engine: Engine, instance_id: str) -> Sequence[str]:
    with engine.database.reading() as session:
        asked = text("SELECT instance_id FROM errand_notes WHERE instance_id = :id")
        return session.execute(asked, {"id": instance_id}).scalars().all()


def test_a_message_killed_at_any_point_of_its_publication_arrives_once(killed_engine: Engine, killer: Killer) -> None:
    def trial(point: int) -> bool:
        invoice = str(point)
        instance_id = killed_engine.start("waits", {"invoice": invoice}, actor="anna")
        message_id = f"message-{point}"
        answered = killer.kill_at(point, "publish", "paid", invoice, message_id)
        assert_sound(killed_engine, instance_id)
        killed_engine.publish("paid", invoice, {"amount": 7}, actor="bank", message_id=message_id)
        killed_engine.run_until_idle()
        assert_sound(killed_engine, instance_id)
        assert items(killed_engine, instance_id) == ["task"]
        assert instances.variables(killed_engine.database, instance_id)["amount"] == 7
        return answered

    assert each_point(trial) >= 16


def test_a_signal_killed_at_any_point_reaches_each_once(killed_engine: Engine, killer: Killer) -> None:
    def trial(point: int) -> bool:
        waiting = killed_engine.start("listens", actor="anna")
        before = len(of_process(killed_engine, "alarmed"))
        request_id = f"signal-{point}"
        answered = killer.kill_at(point, "broadcast", "alarm", request_id)
        killed_engine.broadcast("alarm", {"amount": 7}, actor="bank", request_id=request_id)
        killed_engine.run_until_idle()
        assert_sound(killed_engine, waiting)
        assert items(killed_engine, waiting) == ["task"]
        assert len(of_process(killed_engine, "alarmed")) == before + 1
        return answered

    assert each_point(trial) >= 30


def test_a_batch_of_timers_killed_at_any_point_fires_each_once(killed_engine: Engine, killer: Killer) -> None:
    after_restart = started_again(killed_engine)

    def trial(point: int) -> bool:
        started = [killed_engine.start("sleeps", actor="anna") for _ in range(TOGETHER)]
        answered = killer.kill_at(point, "fire_due")
        for instance_id in started:
            assert_sound(killed_engine, instance_id)
            assert items(killed_engine, instance_id) == ["task"] or not answered
        after_restart.run_until_idle()
        for instance_id in started:
            assert_sound(killed_engine, instance_id)
            assert items(killed_engine, instance_id) == ["task"]
        return answered

    assert each_point(trial) >= 12
    assert all(found.equal for found in verify_all(killed_engine.database))


def test_a_job_killed_at_any_point_is_done_once_with_what_its_handler_wrote(
    killed_engine: Engine, killer: Killer
) -> None:
    after_restart = started_again(killed_engine)

    def trial(point: int) -> bool:
        instance_id = killed_engine.start("works", actor="anna")
        answered = killer.kill_at(point, "run_jobs")
        assert_sound(killed_engine, instance_id)
        done = items(killed_engine, instance_id) == ["task"]
        assert len(notes(killed_engine, instance_id)) == done
        assert done or not answered
        after_restart.run_until_idle()
        assert_sound(killed_engine, instance_id)
        assert items(killed_engine, instance_id) == ["task"]
        assert len(notes(killed_engine, instance_id)) == 1
        return answered

    assert each_point(trial) >= 20
