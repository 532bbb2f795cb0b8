"""Killed at any point of what somebody asked for: what was answered is kept, and it happens once when asked again."""

import pytest

from engine.engine import Engine
from engine.errors import AlreadyDone
from engine.history.replay import verify_all
from engine.starting import Start
from engine.store import instances
from engine.testing import assert_sound
from tests.faults.killing import Killer, at_least, done_by, each_point, items, of_process, only_wait


def test_a_start_killed_at_any_point_begins_one_instance_when_it_is_sent_again(
    killed_engine: Engine, killer: Killer
) -> None:
    def trial(point: int) -> bool:
        request_id = f"start-{point}"
        answered = killer.kill_at(point, "start", "tasks", request_id)
        there = of_process(killed_engine, "tasks", request_id)
        assert len(there) <= 1
        assert there or not answered
        id = killed_engine.start("tasks", {"answer": 42}, actor="anna", business_key=request_id, request_id=request_id)
        assert [one.id for one in of_process(killed_engine, "tasks", request_id)] == [id]
        assert not there or there[0].id == id
        assert_sound(killed_engine, id)
        return answered

    assert each_point(trial) >= 12


def test_starts_in_bulk_killed_at_any_point_begin_one_instance_each_when_they_are_sent_again(
    killed_engine: Engine, killer: Killer
) -> None:
    def trial(point: int) -> bool:
        ids = [f"many-{point}-{number}" for number in range(4)]
        answered = killer.kill_at(point, "start_many", "tasks", ids)
        there = {one.business_key: one.id for one in of_process(killed_engine, "tasks") if one.business_key in ids}
        assert len(there) == len(ids) or not answered
        starts = [Start(process_id="tasks", business_key=id, request_id=id) for id in ids]
        begun = [started.instance_id for started in killed_engine.start_many(starts, actor="anna")]
        after = [one for one in of_process(killed_engine, "tasks") if one.business_key in ids]
        assert sorted(one.id for one in after) == sorted(begun)
        assert set(there.values()) <= set(begun)
        for id in begun:
            assert_sound(killed_engine, id)
        return answered

    assert each_point(trial) >= 12


def test_a_completion_killed_at_any_point_happens_once_when_it_is_sent_again(
    killed_engine: Engine, killer: Killer
) -> None:
    def trial(point: int) -> bool:
        instance_id = killed_engine.start("tasks", actor="anna")
        key = only_wait(killed_engine, instance_id)
        request_id = f"request-{point}"
        answered = killer.kill_at(point, "complete", instance_id, key, request_id)
        assert_sound(killed_engine, instance_id)
        done = items(killed_engine, instance_id) == ["two"]
        assert done or items(killed_engine, instance_id) == ["one"]
        assert done or not answered
        # Who got no answer sends the same request again: it is carried out if it was not, and only then.
        killed_engine.complete(instance_id, key, {"answer": 42}, actor="anna", request_id=request_id)
        assert_sound(killed_engine, instance_id)
        assert items(killed_engine, instance_id) == ["two"]
        assert done_by(killed_engine, instance_id) == ["anna"]
        assert instances.variables(killed_engine.database, instance_id) == {"answer": 42}
        return answered

    assert each_point(trial) >= at_least(killed_engine, 16, 10)


def test_completions_that_share_a_transaction_killed_at_any_point_happen_once_each(
    killed_engine: Engine, killer: Killer
) -> None:
    def trial(point: int) -> bool:
        ids = [killed_engine.start("tasks", actor="anna") for _ in range(3)]
        places = [(id, only_wait(killed_engine, id)) for id in ids]
        requests = [f"{id}-{point}" for id in ids]
        answered = killer.kill_at(point, "complete_those", places, requests)
        done = [items(killed_engine, id) == ["two"] for id in ids]
        assert all(done) or not any(done), "they were accepted together"
        assert all(done) or not answered
        for (id, key), request in zip(places, requests, strict=True):
            assert_sound(killed_engine, id)
            killed_engine.complete(id, key, {"answer": 42}, actor="anna", request_id=request)
            assert_sound(killed_engine, id)
            assert items(killed_engine, id) == ["two"]
            assert done_by(killed_engine, id) == ["anna"]
        return answered

    assert each_point(trial) >= at_least(killed_engine, 16, 10)


def test_a_cancellation_killed_at_any_point_happens_once_when_it_is_sent_again(
    killed_engine: Engine, killer: Killer
) -> None:
    def trial(point: int) -> bool:
        instance_id, request_id = killed_engine.start("tasks", actor="anna"), f"cancel-{point}"
        answered = killer.kill_at(point, "cancel", instance_id, request_id)
        status = instances.one(killed_engine.database, instance_id).status
        assert status == "terminated" or not answered
        killed_engine.operations.cancel(instance_id, "Not needed.", actor="anna", request_id=request_id)
        assert_sound(killed_engine, instance_id)
        assert instances.one(killed_engine.database, instance_id).status == "terminated"
        return answered

    assert each_point(trial) >= at_least(killed_engine, 12, 8)


def test_an_answer_of_a_worker_from_outside_killed_at_any_point_counts_once(
    killed_engine: Engine, killer: Killer
) -> None:
    def trial(point: int) -> bool:
        instance_id, request_id = killed_engine.start("outside", actor="anna"), f"answer-{point}"
        (job,) = killed_engine.fetch_jobs("robot", ["done-outside"])
        answered = killer.kill_at(point, "answer_job", instance_id, job.key, job.lock, request_id)
        assert_sound(killed_engine, instance_id)
        assert items(killed_engine, instance_id) == ["task"] or not answered
        killed_engine.complete_job(
            instance_id, job.key, {"answer": 42}, lock=job.lock, actor="robot", request_id=request_id
        )
        assert_sound(killed_engine, instance_id)
        assert items(killed_engine, instance_id) == ["task"]
        with pytest.raises(AlreadyDone, match="is done"):  # under a key of its own it would be a second answer
            killed_engine.complete_job(instance_id, job.key, lock=job.lock, actor="robot")
        return answered

    assert each_point(trial) >= at_least(killed_engine, 12, 10)
    assert all(found.equal for found in verify_all(killed_engine.database))
