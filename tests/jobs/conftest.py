"""An engine on each database, whose jobs are run by handlers of the test's own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from engine.engine import Engine
from engine.jobs import Handler, Job
from engine.jobs.run import Jobs
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import chain, diagram, job

Run = Callable[[Job], dict[str, object] | None]


@dataclass
class Office:
    """An engine with the process `errand`: a job `work` of three tries, then the end."""

    engine: Engine
    clock: FakeClock
    handlers: dict[str, Handler] = field(default_factory=dict)

    def on(self, type: str, run: Run, *, leaves_machine: bool = False, lease: timedelta = timedelta(minutes=1)) -> None:
        self.handlers[type] = Handler(type, run, leaves_machine, lease)

    def start(self, **variables: object) -> str:
        return self.engine.start("errand", variables, actor="anna", business_key="1234567-1")


@pytest.fixture
def office(store_url: str) -> Iterator[Office]:
    clock = FakeClock()
    engine = engine_on(store_url, clock)
    found = Office(engine, clock)
    engine.jobs = Jobs(engine.database, clock, lambda: found.handlers)
    engine.deploy({"errand.bpmn": diagram("errand", chain(job()))}, actor="owner")
    yield found
    engine.database.close()
