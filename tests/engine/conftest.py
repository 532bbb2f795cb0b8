"""An engine on each database, under a fake clock, that is checked after every command."""

from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from engine.engine import Engine
from engine.store import Database, instances
from engine.testing import FakeClock, assert_sound, engine_on

KINDS = ("sqlite in memory", "sqlite file", "postgresql")
COMMANDS = frozenset(
    {
        "start", "complete", "assign", "release", "publish", "set_variables", "cancel", "resolve_incident", "fire_due",
        "broadcast", "evaluate_conditions",
        "do_job", "complete_job", "fail_job", "throw_job_error", "deliver_messages", "run_until_idle", "deploy",
    }
)  # fmt: skip


class CheckedEngine(Engine):
    """An engine after whose every command, refused or not, replay and tables are checked for every instance."""

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        return checked(self, found) if name in COMMANDS else found


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


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    match request.param:
        case "sqlite in memory":
            return "sqlite://"
        case "sqlite file":
            return f"sqlite:///{tmp_path}/polku.db"
    found: str = request.getfixturevalue("postgres_database")
    return found


@pytest.fixture
def engine(url: str, clock: FakeClock) -> Iterator[Engine]:
    plain = engine_on(url, clock)
    yield CheckedEngine(plain.database, clock, zone=plain.execution.zone)
    plain.database.close()
