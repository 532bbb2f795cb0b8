"""Many at once: each task is done once, and the others hear who was first."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from engine.engine import Engine
from engine.errors import AlreadyDone
from engine.history.replay import verify_all
from engine.store import instances, work_items
from engine.testing import FakeClock, assert_sound, engine_on
from tests.engine.diagrams import chain, diagram, message, message_event, timer, user_task

PEOPLE, TASKS = 8, 5
FILES = {
    "a.bpmn": diagram("tasks", chain(user_task())),
    "b.bpmn": diagram(
        "waits", chain(message_event("intermediateCatchEvent", "catch", "m")), beside=message("m", "paid", "=invoice")
    ),
    "c.bpmn": diagram("sleeps", chain(timer("wait", "P1D"))),
}


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    found = engine_on(store_url)
    found.deploy(FILES, actor="olli")
    yield found
    found.database.close()


def all_at_once(work: Callable[[int], None], workers: int = PEOPLE) -> list[BaseException]:
    """Let the workers begin at the same moment. Gives what they raised."""
    raised: list[BaseException] = []
    ready = threading.Barrier(workers)

    def run(number: int) -> None:
        ready.wait()
        try:
            work(number)
        except Exception as error:  # noqa: BLE001  whatever it is, the test looks at it
            raised.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_everybody_completes_the_same_tasks_and_each_is_done_once(engine: Engine) -> None:
    started = [engine.start("tasks", actor="anna") for _ in range(TASKS)]
    key = work_items.page(engine.database, scope="all").items[0].key
    outcomes: Counter[str] = Counter()
    sentences: list[str] = []

    def work(number: int) -> None:
        for instance_id in started:
            try:
                engine.complete(instance_id, key, {"by": number}, actor=f"person-{number}")
                outcomes[instance_id] += 1
            except AlreadyDone as answer:
                sentences.append(str(answer))

    assert all_at_once(work) == []
    assert outcomes == dict.fromkeys(started, 1)
    assert len(sentences) == (PEOPLE - 1) * TASKS
    done = {
        row.instance_id: row.completed_by
        for row in work_items.page(engine.database, scope="all", state="completed").items
    }
    assert Counter(sentence.split(" by ")[1].split(" on ")[0] for sentence in sentences) == Counter(
        name for name in done.values() for _ in range(PEOPLE - 1)
    )
    for instance_id in started:
        assert_sound(engine, instance_id)


def test_the_same_request_from_everywhere_starts_one_instance(engine: Engine) -> None:
    answers: list[str] = []
    raised = all_at_once(lambda _: answers.append(engine.start("tasks", actor="anna", request_id="same")))
    assert raised == []
    assert (len(answers), len(set(answers))) == (PEOPLE, 1)
    assert len(instances.page(engine.database).items) == 1


def test_the_same_message_from_everywhere_arrives_once(engine: Engine) -> None:
    waiting = [engine.start("waits", {"invoice": "1"}, actor="anna") for _ in range(3)]
    published: list[bool] = []
    raised = all_at_once(lambda _: published.append(engine.publish("paid", "1", actor="bank", message_id="same")))
    assert raised == []
    assert sorted(published) == [False] * (PEOPLE - 1) + [True]
    engine.run_until_idle()
    done = [instances.one(engine.database, instance_id).status for instance_id in waiting]
    assert sorted(done) == ["active", "active", "completed"]


def test_clocks_on_every_node_fire_each_timer_once(engine: Engine) -> None:
    started = [engine.start("sleeps", actor="anna") for _ in range(TASKS)]
    assert isinstance(engine.clock, FakeClock)
    engine.clock.advance(timedelta(days=1))
    fired: list[int] = []
    assert all_at_once(lambda _: fired.append(engine.fire_due()), 4) == []
    assert sum(fired) == TASKS
    assert {instances.one(engine.database, instance_id).status for instance_id in started} == {"completed"}
    assert all(found.equal for found in verify_all(engine.database))


def test_deployments_at_the_same_time_count_their_versions_one_after_the_other(engine: Engine) -> None:
    contents = [diagram("counted", chain(user_task(f"task-{number}"))) for number in range(4)]
    assert all_at_once(lambda number: deploy(engine, contents[number]), 4) == []
    versions = {instances_version(engine, number) for number in range(1, 5)}
    assert versions == {1, 2, 3, 4}


def deploy(engine: Engine, content: bytes) -> None:
    engine.deploy({"counted.bpmn": content}, actor="olli")


def instances_version(engine: Engine, version: int) -> int:
    return instances.one(engine.database, engine.start("counted", actor="anna", version=version)).version
