"""An engine on each database, under a fake clock, that is checked after every command."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

import pytest

from engine.engine import Engine
from engine.operations import Operations
from engine.store import Database, instances
from engine.testing import FakeClock, assert_sound, engine_on

COMMANDS = frozenset(
    {
        "start", "complete", "assign", "release", "publish", "broadcast", "evaluate_conditions", "fire_due",
        "end_lost_tries", "do_jobs",
        "do_job", "complete_job", "fail_job", "throw_job_error", "deliver_messages", "run_until_idle", "deploy",
    }
)  # fmt: skip


class CheckedEngine(Engine):
    """An engine after whose every command, refused or not, replay and tables are checked for every instance."""

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name == "operations":
            return CheckedOperations(self, found)
        return checked(self, found) if name in COMMANDS else found


@dataclass(frozen=True)
class CheckedOperations:
    """The operators' commands, checked alike."""

    engine: Engine
    operations: Operations

    def __getattr__(self, name: str) -> Any:
        return checked(self.engine, getattr(self.operations, name))


def checked(engine: Engine, command: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(command)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        finally:
            check_all(engine.database, engine)

    return run


def check_all(database: Database, engine: Engine) -> None:
    for instance in instances.page(database, limit=1000).items:
        assert_sound(engine, instance.id)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def engine(store_url: str, clock: FakeClock) -> Iterator[Engine]:
    plain = engine_on(store_url, clock)
    yield CheckedEngine(plain.database, clock, zone=plain.execution.zone)
    plain.database.close()
