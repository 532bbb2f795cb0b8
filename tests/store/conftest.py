"""An empty, migrated database of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import Database
from engine.store.migrate import migrate

KINDS = ("sqlite in memory", "sqlite file", "postgresql")


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    match request.param:
        case "sqlite in memory":
            url = "sqlite://"
        case "sqlite file":
            url = f"sqlite:///{tmp_path}/polku.db"
        case _:
            url = request.getfixturevalue("postgres_database")
    found = Database(url)
    yield found
    found.close()


@pytest.fixture
def database(empty: Database) -> Database:
    migrate(empty)
    return empty
