"""An empty, migrated database of each kind."""

from collections.abc import Iterator

import pytest

from engine.store import Database
from engine.store.migrate import migrate


@pytest.fixture
def empty(store_url: str) -> Iterator[Database]:
    """A database without tables."""
    found = Database(store_url)
    yield found
    found.close()


@pytest.fixture
def database(empty: Database) -> Database:
    migrate(empty)
    return empty
