"""The first page of a person's groups is the same however many audiences those have."""

import pytest

from engine.store import work_items
from engine.store.work_items import position
from engine.testing import engine_on
from tests.benchmarks.inbox import fill

GROUPS = [f"group-{number}" for number in range(0, 50, 2)]


@pytest.mark.parametrize("limit", [1, 7, 50])
def test_pages_of_many_audiences_begin_with_what_is_due_first(postgres_database: str, limit: int) -> None:
    engine = engine_on(postgres_database)
    fill(engine, 1_500)
    database = engine.database
    free = [
        item
        for item in work_items.page(database, scope="all", limit=1_000).items
        if not item.assignee and set(item.candidate_groups) & set(GROUPS)
    ]
    expected = [(item.instance_id, item.key) for item in sorted(free, key=position)]
    found: list[tuple[str, int]] = []
    after: str | None = None
    for _ in range(3):
        page = work_items.page(database, account="anna", groups=GROUPS, scope="groups", after=after, limit=limit)
        found += [(item.instance_id, item.key) for item in page.items]
        after = page.next
    assert found == expected[: 3 * limit]
    assert len(expected) > 3 * limit
    database.close()
