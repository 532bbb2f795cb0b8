"""Who is away has a stand-in, on their behalf; who is back goes on; what is late is chased."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from engine.engine import Engine
from engine.history import Filters, facts
from engine.routing import run_round
from engine.store import absences, people, teams, work_items
from engine.store.absences import Absence
from engine.store.people import Person
from engine.store.teams import Team
from engine.store.work_items import WorkItemRow
from engine.testing import FakeClock, assert_sound, engine_on
from tests.routing.office_path import FILE, holder, new_item

ACCOUNTS = ("anna", "bo", "cilla")
MANAGER = Person(account="meri", name="Meri", groups=("palveluesimiehet",))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 3, 2, 8, tzinfo=UTC))  # a Monday


@pytest.fixture
def engine(clock: FakeClock) -> Iterator[Engine]:
    engine = engine_on("sqlite://", clock)
    engine.deploy({"path.bpmn": FILE}, actor="owner")
    for account in ACCOUNTS:
        week = (495, 495, 495, 0, 0) if account == "cilla" else ()
        expert = Person(
            account=account,
            name=account.title(),
            week=week,
            groups=("yrityspalvelut",),
            skills=("rekrytointi",),
            team="north",
        )
        people.save(engine.database, expert)
    people.save(engine.database, MANAGER)
    with engine.database.writing() as session:
        teams.save(session, Team("north", "North", "meri"), actor="admin", now=engine.now())
    yield engine
    engine.database.close()


def away(engine: Engine, account: str, first: int, last: int | None, substitute: str = "") -> Absence:
    absence = Absence(
        account=account,
        first_day=date(2026, 3, first),
        last_day=None if last is None else date(2026, 3, last),
        substitute=substitute,
    )
    with engine.database.writing() as session:
        return absences.add(session, absence, actor="meri", now=engine.now())


def row(engine: Engine, item: tuple[str, int]) -> WorkItemRow:
    return work_items.one(engine.database, *item)


def test_an_expert_falls_ill_a_substitute_goes_on_and_the_expert_returns(engine: Engine, clock: FakeClock) -> None:
    held, coming = new_item(engine), None
    engine.assign(*held, "anna", actor="anna")
    away(engine, "anna", 2, 3, "bo")
    coming = new_item(engine, known="anna")

    run_round(engine)

    assert [holder(engine, item) for item in (held, coming)] == ["bo", "bo"]
    assert row(engine, held).reason == "bo stands in for anna, who held this and is away until 2026-03-03."
    assert row(engine, coming).reason == ("bo stands in for anna, who knows the customer and is away until 2026-03-03.")
    engine.complete(*held, {}, actor="bo")
    (done,) = facts(engine.database, Filters(kind="WorkItemCompleted")).items
    assert (done.actor, done.data["on_behalf_of"]) == ("bo", "anna")

    clock.time = datetime(2026, 3, 4, 8, tzinfo=UTC)
    run_round(engine)

    assert (holder(engine, coming), row(engine, coming).on_behalf_of) == ("anna", "")
    assert row(engine, coming).reason == "anna is back and goes on with this; bo stood in."
    for instance_id, _ in (held, coming):
        assert_sound(engine, instance_id)


def test_when_the_substitute_falls_ill_too_the_next_stands_in_for_the_first(engine: Engine, clock: FakeClock) -> None:
    item = new_item(engine, known="anna")
    away(engine, "anna", 2, 13, "bo")
    run_round(engine)
    clock.time = datetime(2026, 3, 3, 8, tzinfo=UTC)
    away(engine, "bo", 3, 4, "cilla")

    run_round(engine)

    assert (holder(engine, item), row(engine, item).on_behalf_of) == ("cilla", "anna")
    clock.time = datetime(2026, 3, 16, 8, tzinfo=UTC)
    run_round(engine)
    assert holder(engine, item) == "anna"


def test_without_a_substitute_it_goes_to_who_fits_best_and_comes_back_all_the_same(
    engine: Engine, clock: FakeClock
) -> None:
    item = new_item(engine)
    engine.assign(*item, "anna", actor="anna")
    away(engine, "anna", 2, 2)

    run_round(engine)
    assert (holder(engine, item), row(engine, item).on_behalf_of) == ("bo", "anna")

    clock.time = datetime(2026, 3, 3, 8, tzinfo=UTC)
    run_round(engine)
    assert holder(engine, item) == "anna"


def test_what_a_manager_moved_does_not_go_back(engine: Engine, clock: FakeClock) -> None:
    item = new_item(engine, known="anna")
    away(engine, "anna", 2, 2, "bo")
    run_round(engine)
    engine.assign(*item, "cilla", actor="meri", reason="Cilla met the customer.", take_over=True)

    clock.time = datetime(2026, 3, 3, 8, tzinfo=UTC)
    run_round(engine)

    assert (holder(engine, item), row(engine, item).reason) == ("cilla", "Cilla met the customer.")


def test_work_waits_for_the_own_expert_as_long_as_the_rules_say_and_no_longer(engine: Engine) -> None:
    away(engine, "anna", 2, 3, "bo")
    waits, does_not = new_item(engine, known="anna", wait=2), new_item(engine, known="anna", wait=1)
    due_before = new_item(engine, known="anna", wait=5, days=1)
    urgent = new_item(engine, known="anna", wait=5, priority=90)

    run_round(engine)

    assert [holder(engine, item) for item in (waits, does_not, due_before, urgent)] == ["", "bo", "bo", "bo"]


def test_what_nobody_else_can_do_stays_with_who_is_away_and_its_manager_knows(engine: Engine) -> None:
    for account in ("bo", "cilla"):
        away(engine, account, 2, 13)
    item = new_item(engine)
    engine.assign(*item, "anna", actor="anna")
    away(engine, "anna", 2, None)

    done = run_round(engine).done

    assert holder(engine, item) == "anna"
    assert [(one.to, str(one.reason)) for one in done.escalations] == [
        (("meri",), "Everybody who can do this is away (3 people).")
    ]


def test_the_holder_is_reminded_once_and_by_their_own_working_days(engine: Engine, clock: FakeClock) -> None:
    items = {account: new_item(engine, days=4) for account in ("anna", "cilla")}  # due on Friday the 6th
    for account, item in items.items():
        engine.assign(*item, account, actor=account)
    clock.time = datetime(2026, 3, 3, 8, tzinfo=UTC)

    reminded = [[one.to for one in run_round(engine).done.reminders] for _ in range(2)]
    clock.time = datetime(2026, 3, 5, 8, tzinfo=UTC)
    reminded.append([one.to for one in run_round(engine).done.reminders])

    assert reminded == [["cilla"], [], ["anna"]]  # cilla works from Monday to Wednesday
    told = facts(engine.database, Filters(kind="WorkItemReminded")).items
    assert {fact.data["to"] for fact in told} == {"anna", "cilla"}


def test_what_is_late_goes_to_the_manager_and_then_to_somebody_else_once(engine: Engine, clock: FakeClock) -> None:
    item = new_item(engine, days=1)  # due on Tuesday the 3rd
    engine.assign(*item, "anna", actor="anna")
    clock.time = datetime(2026, 3, 4, 15, tzinfo=UTC)

    (told,) = run_round(engine).done.escalations

    assert (told.to, str(told.reason)) == (("meri",), "This was due on 2026-03-03, and anna has not done it.")
    assert run_round(engine).done.escalations == ()
    clock.time = datetime(2026, 3, 9, 8, tzinfo=UTC)
    (moved,) = run_round(engine).assignments
    assert moved.person in {"bo", "cilla"}
    assert str(moved.reason).startswith("anna did not do this by 2026-03-03; ")
    assert run_round(engine).assignments == ()
    assert_sound(engine, item[0])


def test_the_manager_who_is_away_has_a_stand_in_too(engine: Engine, clock: FakeClock) -> None:
    away(engine, "meri", 2, 13, "bo")
    new_item(engine, skills="muutosturva")

    (told,) = run_round(engine).done.escalations

    assert told.to == ("bo",)


def test_every_change_of_an_absence_leaves_a_record(engine: Engine) -> None:
    from engine.store import records

    absence = away(engine, "anna", 2, 3, "bo")
    with engine.database.writing() as session:
        longer = Absence(account="anna", first_day=absence.first_day, last_day=date(2026, 3, 6), id=absence.id)
        absences.change(session, longer, actor="meri", now=engine.now())
        absences.withdraw(session, absence.id, actor="meri", now=engine.now())
    with engine.database.reading() as session:
        kept = records.found(session, records.Wanted(subject="person:anna"), newest_first=False)
    assert [(one.kind, one.actor, one.data["last_day"]) for one in kept] == [
        ("AbsenceEntered", "meri", "2026-03-03"),
        ("AbsenceChanged", "meri", "2026-03-06"),
        ("AbsenceWithdrawn", "meri", "2026-03-06"),
    ]
