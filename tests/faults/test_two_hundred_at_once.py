"""Two hundred at the same fifty tasks: each is done once, and the others hear who was first without waiting in vain."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from time import monotonic

import pytest
from sqlalchemy import event

from engine.engine import Engine
from engine.errors import AlreadyDone
from engine.history.replay import verify_all
from engine.store import instances, work_items
from engine.testing import engine_on
from tests.engine.diagrams import chain, diagram, user_task
from tests.faults.test_side_by_side import all_at_once

PEOPLE, TASKS = 200, 50
FILES = {"a.bpmn": diagram("tasks", chain(user_task()))}
LONGEST = 30.0  # seconds that a busy machine may need


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    found = engine_on(database_url)
    found.deploy(FILES, actor="olli")
    yield found
    found.database.close()


def test_two_hundred_people_complete_the_same_fifty_tasks_and_each_is_done_once(engine: Engine) -> None:
    started = [engine.start("tasks", actor="anna") for _ in range(TASKS)]
    (key,) = instances.state(engine.database, started[0]).waits
    winners: dict[str, list[str]] = {id: [] for id in started}
    told: list[str] = []

    def work(number: int) -> None:
        for instance_id in random.Random(number).sample(started, TASKS):
            try:
                engine.complete(instance_id, key, {"by": number}, actor=f"person-{number}")
                winners[instance_id].append(f"person-{number}")
            except AlreadyDone as answer:
                told.append(f"{instance_id} {answer}")

    assert all_at_once(work, PEOPLE) == []
    assert [len(winners[id]) for id in started] == [1] * TASKS
    assert len(told) == (PEOPLE - 1) * TASKS
    assert all(f" by {winners[sentence.split(' ', 1)[0]][0]} " in sentence for sentence in told)
    page = work_items.page(engine.database, scope="all", state="completed", limit=1000)
    assert Counter(item.instance_id for item in page.items) == dict.fromkeys(started, 1)
    assert all(found.equal for found in verify_all(engine.database))


def test_the_second_waits_for_the_transaction_of_the_first_and_no_longer(engine: Engine) -> None:
    """The first is held just before its commit. On PostgreSQL nobody at another task waits at all."""
    mine, other = engine.start("tasks", actor="anna"), engine.start("tasks", actor="anna")
    (key,) = instances.state(engine.database, mine).waits
    holding, go_on = threading.Event(), threading.Event()

    def hold(_connection: object) -> None:
        if threading.current_thread() is first and not holding.is_set():
            holding.set()
            assert go_on.wait(LONGEST)

    event.listen(engine.database.engine, "commit", hold)
    said: list[tuple[str, float]] = []

    def second_tries() -> None:
        try:
            engine.complete(mine, key, actor="second")
        except AlreadyDone as answer:
            said.append((str(answer), monotonic()))

    first = threading.Thread(target=lambda: engine.complete(mine, key, actor="first"))
    second = threading.Thread(target=second_tries)
    first.start()
    assert holding.wait(LONGEST)
    second.start()
    if engine.database.dialect == "postgresql":
        engine.complete(other, key, actor="third")
    assert instances.one(engine.database, mine).status == "active"  # who only looks never waits
    second.join(0.2)
    assert second.is_alive(), "it did not wait for how the first one ends"
    released = monotonic()
    go_on.set()
    first.join(LONGEST)
    second.join(LONGEST)

    ((sentence, heard),) = said
    assert " by first " in sentence
    assert heard - released < 1.0
    assert all(found.equal for found in verify_all(engine.database))
