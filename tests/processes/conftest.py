"""A register, a stage with the office's people, and the company that most tests are about."""

from collections.abc import Iterator
from typing import Any

import pytest

from engine.store import Database
from engine.store.migrate import migrate
from processes.business_services.demo.answers import typical
from processes.business_services.demo.stage import new_stage
from processes.business_services.register.schema import SCHEMA
from processes.business_services.stage import Stage, VirtualClock
from tests.processes.times import MONDAY

BUSINESS_ID = "1234567-1"


@pytest.fixture(params=["sqlite", "postgresql"])
def register(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database of each kind, without any company."""
    url = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_database")
    database = Database(url)
    migrate(database, [SCHEMA])
    yield database
    database.close()


@pytest.fixture
def stage() -> Stage:
    """The office on a Monday morning, without customers."""
    return new_stage(VirtualClock(MONDAY))


@pytest.fixture
def told() -> dict[str, Any]:
    """A contact form, filled in."""
    return typical("contact", MONDAY, {"businessId": BUSINESS_ID, "companyName": "Koivulan Konepaja Oy"})
