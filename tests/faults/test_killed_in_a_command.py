"""Killed at any point of a command: nothing that was answered is lost, nothing is done twice, nothing is half done."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from subprocess import PIPE

import pytest

from engine.engine import Engine
from engine.history.replay import verify_all
from engine.store import instances, work_items
from engine.testing import FakeClock, assert_sound, engine_on
from tests.engine.diagrams import chain, diagram, message, message_event, timer, user_task
from tests.faults import victim

PAID = message("m", "paid", "=invoice")
FILES = {
    "a.bpmn": diagram(
        "tasks",
        chain(
            user_task("one", groups="a,b"),
            user_task("two", groups="a"),
        ),
    ),
    "b.bpmn": diagram("waits", chain(message_event("intermediateCatchEvent", "catch", "m"), user_task()), beside=PAID),
    "c.bpmn": diagram("sleeps", chain(timer("wait", "P1D"), user_task())),
}
ENOUGH = 60  # far more than any command asks of the database


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    postgresql = request.param == "postgresql"
    url = request.getfixturevalue("postgres_database") if postgresql else f"sqlite:///{tmp_path}/polku.db"
    engine = engine_on(url)
    engine.deploy(FILES, actor="olli")
    yield engine
    engine.database.close()


@pytest.fixture(scope="module")
def process() -> Iterator[subprocess.Popen[str]]:
    """The victim, which is started once and killed as a copy of itself."""
    arguments = [sys.executable, "-m", victim.__name__]
    root = Path(__file__).parents[2]
    with subprocess.Popen(arguments, stdin=PIPE, stdout=PIPE, text=True, cwd=root) as started:
        yield started
        assert started.stdin is not None
        started.stdin.close()


@dataclass(frozen=True)
class Killer:
    process: "subprocess.Popen[str]"
    url: str

    def kill_at(self, point: int, command: str, *arguments: str | int) -> bool:
        """Have the command carried out by a process that dies at `point`. Whether it lived to give its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([self.url, point, command, *arguments]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer in ("answered", "killed")
        return answer == "answered"


@pytest.fixture
def killer(engine: Engine, process: "subprocess.Popen[str]") -> Killer:
    return Killer(process, engine.database.url.render_as_string(hide_password=False))


def items(engine: Engine, instance_id: str) -> list[str]:
    found = work_items.page(engine.database, scope="all", limit=1000).items
    return [item.element_id for item in found if item.instance_id == instance_id]


def each_point(trial: Callable[[int], bool]) -> int:
    """Try every point until the command gets through alive. Gives how many points there were."""
    for point in count():
        assert point < ENOUGH, "the command never got through"
        if trial(point):
            return point
    raise AssertionError


def test_a_completion_killed_at_any_point_happens_once_when_it_is_sent_again(engine: Engine, killer: Killer) -> None:
    def trial(point: int) -> bool:
        instance_id = engine.start("tasks", actor="anna")
        (key,) = instances.state(engine.database, instance_id).waits
        request_id = f"request-{point}"
        answered = killer.kill_at(point, "complete", instance_id, key, request_id)
        assert_sound(engine, instance_id)
        done = items(engine, instance_id) == ["two"]
        assert done or items(engine, instance_id) == ["one"]
        assert done or not answered
        # Who got no answer sends the same request again: it is carried out if it was not, and only then.
        engine.complete(instance_id, key, {"answer": 42}, actor="anna", request_id=request_id)
        assert_sound(engine, instance_id)
        assert items(engine, instance_id) == ["two"]
        assert instances.variables(engine.database, instance_id) == {"answer": 42}
        return answered

    assert each_point(trial) >= 8


def test_a_message_killed_at_any_point_of_its_publication_arrives_once(engine: Engine, killer: Killer) -> None:
    def trial(point: int) -> bool:
        invoice = str(point)
        instance_id = engine.start("waits", {"invoice": invoice}, actor="anna")
        message_id = f"message-{point}"
        answered = killer.kill_at(point, "publish", "paid", invoice, message_id)
        assert_sound(engine, instance_id)
        engine.publish("paid", invoice, {"amount": 7}, actor="bank", message_id=message_id)
        engine.run_until_idle()
        assert_sound(engine, instance_id)
        assert items(engine, instance_id) == ["task"]
        assert instances.variables(engine.database, instance_id)["amount"] == 7
        return answered

    assert each_point(trial) >= 8


def test_a_timer_killed_at_any_point_of_its_firing_fires_once(engine: Engine, killer: Killer) -> None:
    later = FakeClock()
    later.advance(victim.LATER)
    after_restart = Engine(engine.database, later)

    def trial(point: int) -> bool:
        instance_id = engine.start("sleeps", actor="anna")
        answered = killer.kill_at(point, "fire_due")
        assert_sound(engine, instance_id)
        assert items(engine, instance_id) == ["task"] or not answered
        after_restart.run_until_idle()
        assert_sound(engine, instance_id)
        assert items(engine, instance_id) == ["task"]
        return answered

    assert each_point(trial) >= 4
    assert all(found.equal for found in verify_all(engine.database))
