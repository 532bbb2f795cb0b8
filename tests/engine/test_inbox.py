"""The inbox: mine, my groups', everybody's; filtered, ordered by due date, a page at a time."""

from datetime import timedelta

import pytest

from engine.engine import Engine
from engine.errors import Invalid
from engine.store import instances, work_items
from engine.store.work_items import Counts, WorkItemRow
from engine.testing import FakeClock
from tests.engine.diagrams import chain, diagram, user_task

FILES = {
    "a.bpmn": diagram("for-experts", chain(user_task(name="Call 100% of them", groups="experts,managers"))),
    "b.bpmn": diagram("for-managers", chain(user_task(groups="managers"))),
    "c.bpmn": diagram("for-anna", chain(user_task(assignee="anna"))),
    "d.bpmn": diagram("due", chain(user_task(groups="experts", due="=date and time(until)"))),
    "e.bpmn": diagram(
        "for-carl",
        chain(
            user_task().replace(
                "<extensionElements>", '<extensionElements><zeebe:assignmentDefinition candidateUsers="carl"/>'
            )
        ),
    ),
}


def processes(items: tuple[WorkItemRow, ...]) -> list[str]:
    return [item.process_id for item in items]


@pytest.fixture
def office(engine: Engine) -> Engine:
    engine.deploy(FILES, actor="olli")
    for process_id in ("for-experts", "for-managers", "for-anna", "for-carl"):
        engine.start(process_id, actor="anna", business_key=f"key-{process_id}")
    return engine


def test_each_sees_what_is_theirs_to_do(office: Engine) -> None:
    page = work_items.page
    assert processes(page(office.database, account="anna", scope="mine").items) == ["for-anna"]
    experts = page(office.database, account="anna", groups=["experts"], scope="groups").items
    assert processes(experts) == ["for-experts"]
    managers = page(office.database, account="bo", groups=["managers", "experts"], scope="groups").items
    assert sorted(processes(managers)) == ["for-experts", "for-managers"]
    assert processes(page(office.database, account="carl", scope="groups").items) == ["for-carl"]
    assert len(page(office.database, scope="all").items) == 4


def test_what_somebody_took_is_no_longer_offered(office: Engine) -> None:
    (item,) = work_items.page(office.database, groups=["experts"], scope="groups").items
    office.assign(item.instance_id, item.key, "bo", actor="bo")
    assert work_items.page(office.database, groups=["experts"], scope="groups").items == ()
    assert processes(work_items.page(office.database, account="bo").items) == ["for-experts"]
    office.release(item.instance_id, item.key, actor="bo")
    assert len(work_items.page(office.database, groups=["experts"], scope="groups").items) == 1
    office.assign(item.instance_id, item.key, "bo", actor="bo")
    office.complete(item.instance_id, item.key, actor="bo")
    assert work_items.page(office.database, groups=["experts"], scope="groups").items == ()


def test_filters_narrow_the_list(office: Engine) -> None:
    page = work_items.page
    assert processes(page(office.database, scope="all", process_id="for-anna").items) == ["for-anna"]
    assert processes(page(office.database, scope="all", business_key="key-for-carl").items) == ["for-carl"]
    assert processes(page(office.database, scope="all", text="100%").items) == ["for-experts"]
    assert processes(page(office.database, scope="all", text="call").items) == ["for-experts"]
    assert processes(page(office.database, scope="all", text="key-for-m").items) == ["for-managers"]
    assert page(office.database, scope="all", text="0_%").items == ()


def test_what_is_due_first_stands_first_and_late_work_is_counted(office: Engine, clock: FakeClock) -> None:
    for day in ("20", "10", "15"):
        office.start("due", {"until": f"2026-01-{day}T12:00:00Z"}, actor="anna")
    items = work_items.page(office.database, scope="all", process_id="due").items
    assert [item.due_at and item.due_at.day for item in items] == [10, 15, 20]
    assert work_items.page(office.database, scope="all").items[:3] == items
    for item in items:
        office.assign(item.instance_id, item.key, "bo", actor="bo")
    clock.advance(timedelta(days=8))
    assert work_items.counts(office.database, "bo", ["managers"], now=clock.now()) == Counts(
        mine=3, groups=2, overdue=1
    )
    assert len(work_items.page(office.database, account="bo", overdue=clock.now()).items) == 1


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_follow_each_other_without_gap_or_overlap(office: Engine, limit: int) -> None:
    for _ in range(3):
        office.start("for-managers", actor="anna")
    seen: list[tuple[str, int]] = []
    after = None
    while True:
        page = work_items.page(office.database, scope="all", limit=limit, after=after)
        seen += [(item.instance_id, item.key) for item in page.items]
        after = page.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 7


def test_pages_of_instances_begin_with_the_newest(office: Engine, clock: FakeClock) -> None:
    clock.advance(timedelta(minutes=1))
    newest = office.start("for-anna", actor="anna", business_key="x")
    first = instances.page(office.database, limit=2)
    second = instances.page(office.database, limit=10, after=first.next)
    assert first.items[0].id == newest
    assert (len(first.items), len(second.items), second.next) == (2, 3, None)
    assert [row.id for row in instances.page(office.database, process_id="for-anna", business_key="x").items] == [
        newest
    ]
    assert [row.id for row in instances.page(office.database, text=newest[:24]).items] == [newest]
    assert instances.page(office.database, status="completed").items == ()


def test_a_place_or_size_that_no_page_has_is_refused(office: Engine) -> None:
    with pytest.raises(Invalid, match="Begin at its start"):
        work_items.page(office.database, after="somewhere")
    with pytest.raises(Invalid, match="from 1 to 1000 rows"):
        work_items.page(office.database, limit=0)
