"""An empty, migrated database of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import Database
from engine.store.migrate import migrate


@pytest.fixture(params=["sqlite in memory", "sqlite file", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    urls = {"sqlite in memory": "sqlite://", "sqlite file": f"sqlite:///{tmp_path}/polku.db"}
    found = Database(urls.get(request.param) or request.getfixturevalue("postgres_database"))
    yield found
    found.close()


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    found = Database(store_url)
    migrate(found)
    yield found
    found.close()
