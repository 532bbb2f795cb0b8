"""A round gives out what nobody holds, with the reason in the history, and never takes anything from who is there."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

from engine.engine import Engine
from engine.history import Filters, facts
from engine.ports import Order
from engine.routing import run_round
from engine.routing.round import run_scheduled_round, run_urgent_round
from engine.store import people, work_items
from engine.store.people import Person
from engine.testing import FakeClock, assert_sound, engine_on
from tests.routing.office_path import FILE, holder, new_item

anna = Person(account="anna", name="Anna", groups=("yrityspalvelut",), skills=("rekrytointi",), languages=("fi",))
bo = Person(account="bo", name="Bo", groups=("yrityspalvelut",), skills=("rekrytointi",), languages=("fi", "sv"))


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = engine_on("sqlite://", FakeClock(datetime(2026, 1, 7, 8, tzinfo=UTC)))
    engine.deploy({"path.bpmn": FILE}, actor="owner")
    people.save(engine.database, anna)
    people.save(engine.database, bo)
    yield engine
    engine.database.close()


def clock_of(engine: Engine) -> FakeClock:
    assert isinstance(engine.clock, FakeClock)
    return engine.clock


def test_the_diagrams_needs_decide_who_gets_it_and_the_history_says_why(engine: Engine) -> None:
    item = new_item(engine, language="sv")

    (made,) = run_round(engine).assignments

    assert holder(engine, item) == "bo"
    (fact,) = facts(engine.database, Filters(kind="WorkItemAssigned")).items
    assert (fact.actor, fact.data["assignee"]) == ("routing", "bo")
    assert fact.data["reason"] == str(made.reason) == "bo is the only one who can do this."
    assert fact.data["considered"] == [["bo", 0, {}]]
    assert work_items.one(engine.database, *item).reason == fact.data["reason"]
    assert_sound(engine, item[0])


def test_the_history_keeps_every_candidate_with_what_spoke_against_them(engine: Engine) -> None:
    engine.assign(*new_item(engine), "anna", actor="anna")
    new_item(engine, known="bo")

    run_round(engine)

    (fact,) = [one for one in facts(engine.database, Filters(kind="WorkItemAssigned")).items if one.actor == "routing"]
    assert fact.data["considered"] == [["anna", 1, {"continuity": 200, "load": 10}], ["bo", 0, {}]]


def test_the_customers_own_expert_goes_on(engine: Engine) -> None:
    new_item(engine)
    items = [new_item(engine, known="anna") for _ in range(3)]

    run_round(engine)

    assert [holder(engine, item) for item in items] == ["anna"] * 3


def test_what_people_hold_already_counts(engine: Engine) -> None:
    for item in [new_item(engine) for _ in range(3)]:
        engine.assign(*item, "anna", actor="anna")
    new = new_item(engine)

    run_round(engine)

    assert holder(engine, new) == "bo"


def test_a_second_round_finds_nothing_to_do(engine: Engine) -> None:
    item = new_item(engine, known="anna")
    run_round(engine)

    assert run_round(engine).assignments == ()
    assert holder(engine, item) == "anna"


def test_what_nobody_can_do_goes_to_the_managers_once_and_stays_for_people_to_claim(engine: Engine) -> None:
    item = new_item(engine, skills="muutosturva")

    assert run_round(engine).assignments == ()
    assert run_round(engine).done.escalations == ()

    row = work_items.one(engine.database, *item)
    assert (row.assignee, row.escalation) == ("", "None of the 2 people asked has all that is needed: muutosturva.")
    engine.assign(*item, "bo", actor="bo")
    row = work_items.one(engine.database, *item)
    assert (row.assignee, row.escalation) == ("bo", "")
    assert_sound(engine, item[0])


def test_whoever_claims_while_a_round_decides_keeps_it(engine: Engine) -> None:
    item = new_item(engine)

    class Overtaken:
        """An engine on which bo claims everything just before the round gives it to somebody."""

        database, clock, hours = engine.database, engine.clock, engine.hours
        latest_decision = engine.latest_decision

        def carry_out_together(self, orders: Sequence[Order], *, actor: str) -> list[bool]:
            engine.assign(*item, "bo", actor="bo")
            return engine.carry_out_together(orders, actor=actor)

    assert run_round(Overtaken()).assignments == ()
    assert holder(engine, item) == "bo"


def test_an_inactive_person_gets_nothing_and_what_they_held_goes_on_with_others(engine: Engine) -> None:
    held = new_item(engine)
    engine.assign(*held, "bo", actor="bo")
    people.save(engine.database, Person(account="bo", name="Bo", active=False, groups=bo.groups, skills=bo.skills))
    items = [new_item(engine, known="bo"), new_item(engine), held]

    run_round(engine)

    assert [holder(engine, item) for item in items] == ["anna", "anna", "anna"]
    reason = work_items.one(engine.database, *items[0]).reason
    assert reason == "bo, who knows the customer, can't take this now; anna is the only one who can."


def test_on_days_off_nothing_is_given_out_but_urgent_work_is(engine: Engine) -> None:
    usual, urgent = new_item(engine), new_item(engine, priority=90)
    clock_of(engine).time = datetime(2026, 1, 10, 10, tzinfo=UTC)  # a Saturday

    assert run_scheduled_round(engine) is None
    done = run_urgent_round(engine)

    assert done is not None
    assert [made.item.id for made in done.assignments] == [urgent]
    assert holder(engine, usual) == ""
    assert run_urgent_round(engine) is None
    clock_of(engine).time = datetime(2026, 1, 12, 10, tzinfo=UTC)
    assert run_scheduled_round(engine) is not None
    assert holder(engine, usual) != ""


def test_urgent_work_that_nobody_can_do_is_not_tried_over_and_over(engine: Engine) -> None:
    new_item(engine, priority=90, skills="muutosturva")

    assert run_urgent_round(engine) is not None
    assert run_urgent_round(engine) is None


def test_the_process_owners_weights_count(engine: Engine) -> None:
    engine.deploy({"weights.dmn": WEIGHTS}, actor="owner")
    for item in [new_item(engine) for _ in range(2)]:
        engine.assign(*item, "anna", actor="anna")
    known = new_item(engine, known="anna")

    run_round(engine)

    assert holder(engine, known) == "bo"


def test_how_many_statements_a_round_takes_does_not_depend_on_how_many_items_it_moves(engine: Engine) -> None:
    counted = []
    for number in (1, 40):
        for _ in range(number):
            new_item(engine)
        statements: list[str] = []

        def listen(_c: Any, _cursor: Any, statement: str, *_more: Any, into: list[str] = statements) -> None:
            into.append(statement)

        event.listen(engine.database.engine, "before_cursor_execute", listen)
        assert len(run_round(engine).assignments) == number
        event.remove(engine.database.engine, "before_cursor_execute", listen)
        counted.append(len(statements))

    assert counted[0] == counted[1] <= 20


def test_a_round_holds_on_postgresql_too(migrated_postgres: str) -> None:
    engine = engine_on(migrated_postgres, FakeClock(datetime(2026, 1, 7, 8, tzinfo=UTC)))
    engine.deploy({"path.bpmn": FILE}, actor="owner")
    people.save(engine.database, anna)
    people.save(engine.database, bo)
    items = [new_item(engine, language="sv"), *(new_item(engine, known="anna") for _ in range(8))]
    impossible = new_item(engine, skills="muutosturva")

    run_round(engine)

    assert [holder(engine, item) for item in items] == ["bo", *["anna"] * 8]
    assert work_items.one(engine.database, *impossible).escalation != ""
    for instance_id, _ in items:
        assert_sound(engine, instance_id)
    engine.database.close()


WEIGHTS = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="w" name="w" namespace="http://polku.fi/tests">
  <decision id="routing-weights" name="Weights"><variable id="v" name="Weights"/>
    <context><contextEntry><variable id="c" name="continuity"/><literalExpression><text>5</text></literalExpression>
    </contextEntry></context></decision></definitions>"""
