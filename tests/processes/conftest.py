"""A register, a stage with the office's people, and the company that most tests are about."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.store import Database
from engine.store.migrate import migrate
from processes.business_services.demo.answers import typical
from processes.business_services.register.schema import SCHEMA
from processes.business_services.scenario.stages import stages as new_stages
from processes.business_services.stage import Stage
from tests.processes.times import MONDAY

BUSINESS_ID = "1234567-1"


@pytest.fixture(params=["sqlite", "postgresql"])
def register(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database of each kind, without any company."""
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("migrated_postgres")
    database = Database(url)
    migrate(database, [SCHEMA])
    yield database
    database.close()


@pytest.fixture(scope="session")
def stages() -> Callable[[], Stage]:
    """Makes stages: the office on a Monday morning, without customers. Deploying is done once, and copied."""
    return new_stages()


@pytest.fixture
def stage(stages: Callable[[], Stage]) -> Stage:
    return stages()


@pytest.fixture
def told() -> dict[str, Any]:
    """A contact form, filled in."""
    return typical("contact", MONDAY, {"businessId": BUSINESS_ID, "companyName": "Koivulan Konepaja Oy"})
