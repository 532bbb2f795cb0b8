"""Has commands carried out by a process that dies in the middle of them, and looks at what it left behind."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from engine.engine import Engine
from engine.kernel.state import WorkItem
from engine.store import instances, work_items
from engine.store.instances import InstanceRow
from tests.engine.diagrams import chain, diagram, job, joined, message, message_event, timer, user_task
from tests.engine.test_signals import signal_event

ENOUGH = 120  # far more points than any command has
PAID = message("m", "paid", "=invoice")
ALARM = '<signal id="s" name="alarm"/>'
FILES = {
    "a.bpmn": diagram("tasks", chain(user_task("one", groups="a,b"), user_task("two", groups="a"))),
    "b.bpmn": diagram("waits", chain(message_event("intermediateCatchEvent", "catch", "m"), user_task()), beside=PAID),
    "c.bpmn": diagram("sleeps", chain(timer("wait", "P1D"), user_task())),
    "d.bpmn": diagram("works", chain(job("note", "write-errand-note"), user_task())),
    "e.bpmn": diagram("outside", chain(job("work", "done-outside"), user_task())),
    "f.bpmn": diagram("listens", chain(signal_event("intermediateCatchEvent", "catch"), user_task()), beside=ALARM),
    "g.bpmn": diagram("alarmed", joined([signal_event("startEvent", "start"), user_task()]), beside=ALARM),
}


@dataclass(frozen=True)
class Killer:
    process: "subprocess.Popen[str]"
    url: str

    def kill_at(self, point: int, command: str, *arguments: Any, busy: bool = False) -> bool:
        """Have the command carried out by a process that dies at `point`. Whether it lived to give its answer.

        `busy`: a clock and two workers run in that process, two days later, and die with it.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([self.url, point, busy, command, *arguments]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer in ("answered", "killed")
        return answer == "answered"


def each_point(trial: Callable[[int], bool]) -> int:
    """Try every point until the command gets through alive. Gives how many points there were."""
    for point in count():
        assert point < ENOUGH, "the command never got through"
        if trial(point):
            return point
    raise AssertionError


def at_least(engine: Engine, on_sqlite: int, on_postgresql: int) -> int:
    """How many points a command must have: one before and one after each statement.

    PostgreSQL is sent all that a command writes as one statement, which is there as a whole or not at all.
    """
    return on_postgresql if engine.database.dialect == "postgresql" else on_sqlite


def items(engine: Engine, instance_id: str) -> list[str]:
    """The elements of the open work items of the instance."""
    state = instances.state(engine.database, instance_id)
    return [state.elements[wait.owner].element for wait in state.waits.values() if isinstance(wait, WorkItem)]


def of_process(engine: Engine, process_id: str, business_key: str = "") -> list[InstanceRow]:
    page = instances.page(engine.database, process_id=process_id, limit=1000)
    return [one for one in page.items if business_key in ("", one.business_key)]


def only_wait(engine: Engine, instance_id: str) -> int:
    """The key of the only thing that the instance waits for."""
    (key,) = instances.state(engine.database, instance_id).waits
    return key


def done_by(engine: Engine, instance_id: str) -> list[str]:
    """Who completed work items of the instance."""
    page = work_items.page(engine.database, scope="all", state="completed", limit=1000)
    return [item.completed_by for item in page.items if item.instance_id == instance_id]
