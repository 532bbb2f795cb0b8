"""Two customers on a small path: a task, a called process with a task in it, and a loop back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from engine.engine import Engine
from engine.kernel.commands import AssignWorkItem
from engine.ports import Order
from engine.store import Database, work_items
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import call, chain, diagram, user_task


@dataclass
class Past:
    engine: Engine
    clock: FakeClock
    first: str = ""
    second: str = ""

    @property
    def database(self) -> Database:
        return self.engine.database

    def complete(self, instance_id: str, actor: str, **variables: object) -> None:
        """The oldest open work item of the instance."""
        items = [item for item in self.open_work() if item.instance_id == instance_id]
        self.clock.advance(timedelta(hours=1))
        self.engine.complete(instance_id, min(item.key for item in items), variables, actor=actor)

    def stand_in(self, instance_id: str, person: str, owner: str) -> None:
        """Give the oldest open work item of the instance to `person` while its owner is away, as routing does."""
        item = min((i for i in self.open_work() if i.instance_id == instance_id), key=lambda item: item.key)
        self.clock.advance(timedelta(hours=1))
        command = AssignWorkItem(item.key, person, f"{owner} is away.", owner)
        assert self.engine.carry_out_together(
            [Order(instance_id, item.key, item.assignee, command)], actor="clock"
        ) == [True]

    def open_work(self) -> tuple[work_items.WorkItemRow, ...]:
        return tuple(work_items.page(self.database, scope="all").items)


FILES = {
    "path.bpmn": diagram(
        "path",
        chain(user_task("meet", "Meet the customer"), call("serve", "service"), user_task("follow", "Follow up")),
        name="The path",
    ),
    "service.bpmn": diagram("service", chain(user_task("give", "Give the service")), name="The service"),
}


@pytest.fixture
def past() -> Iterator[Past]:
    """The first customer is in the called process, the second at the first task."""
    clock = FakeClock()
    engine = engine_on("sqlite://", clock)
    engine.deploy(FILES, actor="owner")
    found = Past(engine, clock)
    found.first = engine.start("path", {"name": "=Risk Oy"}, actor="anna", business_key="1111111-1")
    clock.advance(timedelta(days=1))
    found.second = engine.start("path", {}, actor="bo", business_key="2222222-2")
    found.complete(found.first, "anna", memo="Needs welders")
    yield found
    engine.database.close()
