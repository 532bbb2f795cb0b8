"""The inbox's lists are the same however many audiences a person has, whatever they ask for, on every database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import event

from engine.store import Database, work_items
from engine.store.statements import send
from engine.store.work_items import Counts, WorkItemRow, position
from engine.testing import engine_on
from tests.benchmarks.inbox import NOW, fill
from tests.postgres import new_database

GROUPS = [f"group-{number}" for number in range(0, 50, 2)]
SOON = NOW + timedelta(days=20)
#: What can be asked for, and what it means.
CONDITIONS: dict[str, tuple[Any, Any]] = {
    "process_id": ("customership", lambda item: item.process_id == "customership"),
    "business_key": ("0000056-1", lambda item: item.business_key == "0000056-1"),
    "overdue": (SOON, lambda item: item.due_at is not None and item.due_at < SOON),
    "text": ("00000", lambda item: item.business_key.startswith("00000")),
}


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Fifteen hundred open items of fifty groups."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('lists')}/polku.db"
        else:
            servers = [request.getfixturevalue(name) for name in ("postgres_url", "postgres_template")]
            url = stack.enter_context(new_database(*servers))
        engine = engine_on(url)
        fill(engine, 1_500)
        yield engine.database
        engine.database.close()


def everything(office: Database) -> list[WorkItemRow]:
    first = work_items.page(office, scope="all", limit=1_000)
    second = work_items.page(office, scope="all", limit=1_000, after=first.next)
    assert second.next is None
    return [*first.items, *second.items]


def open_to(item: WorkItemRow, groups: Sequence[str]) -> bool:
    return not item.assignee and bool(set(item.candidate_groups) & set(groups))


def pages(office: Database, count: int, **asked: Any) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    after: str | None = None
    for _ in range(count):
        page = work_items.page(office, account="anna", groups=GROUPS, scope="groups", after=after, **asked)
        found += [(item.instance_id, item.key) for item in page.items]
        after = page.next
    return found


def keys(items: Iterable[WorkItemRow]) -> list[tuple[str, int]]:
    return [(item.instance_id, item.key) for item in sorted(items, key=position)]


@pytest.mark.parametrize("limit", [1, 7, 50])
def test_pages_of_many_audiences_begin_with_what_is_due_first(office: Database, limit: int) -> None:
    expected = keys(item for item in everything(office) if open_to(item, GROUPS))
    assert pages(office, 3, limit=limit) == expected[: 3 * limit]
    assert len(expected) > 3 * limit


@pytest.mark.parametrize("names", [names for many in range(5) for names in combinations(CONDITIONS, many)])
def test_conditions_narrow_the_lists_of_a_person_of_groups_and_of_all(office: Database, names: tuple[str, ...]) -> None:
    asked = {name: CONDITIONS[name][0] for name in names}
    expected = [item for item in everything(office) if all(CONDITIONS[name][1](item) for name in names)]
    holder = expected[0].assignee or next(item.assignee for item in everything(office) if item.assignee)
    of_groups = keys(item for item in expected if open_to(item, GROUPS))
    held = keys(item for item in expected if item.assignee == holder)

    assert pages(office, 1, limit=5, **asked) == of_groups[:5]
    assert keys(work_items.page(office, account=holder, limit=500, **asked).items) == held
    assert keys(work_items.page(office, scope="all", limit=5, **asked).items) == keys(expected)[:5]
    for scope in ("mine", "groups", "all"):
        done = work_items.page(office, account=holder, groups=GROUPS, scope=scope, state="completed", **asked)
        assert not done.items


def test_counts_are_those_of_the_lists(office: Database) -> None:
    items = everything(office)
    for holder, groups in (("person-1", GROUPS), ("person-2", ["group-1"]), ("person-3", []), ("nobody", ["none"])):
        mine = [item for item in items if item.assignee == holder]
        late = [item for item in mine if item.due_at is not None and item.due_at < SOON]
        free = [item for item in items if open_to(item, groups)]
        assert work_items.counts(office, holder, groups, now=SOON) == Counts(len(mine), len(free), len(late))
        assert work_items.held(office, holder) == len(mine)


@contextmanager
def asking(office: Database) -> Iterator[list[tuple[str, Any]]]:
    """The statements of readers while the block runs, with their values."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            heard.append((statement, values))

    event.listen(office.engine, "before_cursor_execute", hear)
    yield heard
    event.remove(office.engine, "before_cursor_execute", hear)


def test_people_of_as_many_groups_share_their_statements(office: Database) -> None:
    """What is not known to the server is planned anew, which costs more than to find the rows."""
    asked = []
    for account, groups in (("person-1", ["group-1", "group-2"]), ("person-2", ["group-3", "group-4"])):
        with asking(office) as heard:
            work_items.page(office, account=account)
            work_items.page(office, account=account, groups=groups, scope="groups")
            work_items.counts(office, account, groups, now=NOW)
        asked.append([statement for statement, _ in heard])
    first, second = asked
    assert set(first) == set(second)
    if office.dialect == "postgresql":  # one's own page, one's audiences and their page, the counts
        assert first == second
        assert len(first) == 4


LISTS: dict[str, tuple[str, Callable[[Database], Any]]] = {
    "one's own": ("ix_work_items_open", lambda office: work_items.page(office, account="person-1")),
    "one's groups": (
        "ix_work_items_free",
        lambda office: work_items.page(office, account="person-1", groups=["group-1"], scope="groups"),
    ),
    "how many are held": ("ix_work_items_open", lambda office: work_items.held(office, "person-1")),
    "counts": ("ix_work_items_free", lambda office: work_items.counts(office, "person-1", ["group-1"], now=NOW)),
}


@pytest.mark.parametrize("what", LISTS)
def test_what_is_open_to_a_person_is_found_by_the_index_of_that(office: Database, what: str) -> None:
    """And not by one that has all that is open, in the same order: of a million items that is another matter."""
    index, ask = LISTS[what]
    with asking(office) as heard:
        ask(office)
    explain = "EXPLAIN" if office.dialect == "postgresql" else "EXPLAIN QUERY PLAN"
    with office.reading() as session:
        plans = [str(send(session.connection(), f"{explain} {asked}", values).fetchall()) for asked, values in heard]
    assert any(index in plan for plan in plans)
    assert not any("ix_work_items_due" in plan for plan in plans)
