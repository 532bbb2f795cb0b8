"""A round gives out what nobody holds, with the reason in the history, and never takes anything from anybody."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.calendar import DEFAULT_HOURS
from engine.engine import Engine
from engine.history import Filters, facts
from engine.routing import run_round
from engine.routing.round import run_round_when_open
from engine.store import people, work_items
from engine.store.people import Person
from engine.testing import FakeClock, engine_on
from tests.engine.diagrams import HEAD, joined

TASK = """<userTask id="assess" name="Assess"><extensionElements xmlns:polku="http://polku.fi/schema/bpmn/1.0">
  <zeebe:assignmentDefinition candidateGroups="yrityspalvelut"/>
  <polku:routing skills="=skills" language="=language" continuity="=known"/></extensionElements></userTask>"""
PROCESS = joined(['<startEvent id="start"/>', TASK, '<endEvent id="end"/>'])
FILE = f'{HEAD}<process id="path" isExecutable="true">{PROCESS}</process></definitions>'.encode()

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


def new_item(engine: Engine, *, skills: str = "rekrytointi", language: str = "", known: str = "") -> tuple[str, int]:
    instance_id = engine.start("path", {"skills": skills, "language": language, "known": known}, actor="web")
    (item,) = [i for i in work_items.page(engine.database, scope="all").items if i.instance_id == instance_id]
    return item.instance_id, item.key


def holder(engine: Engine, item: tuple[str, int]) -> str:
    return work_items.one(engine.database, *item).assignee


def test_the_diagrams_needs_decide_who_gets_it_and_the_history_says_why(engine: Engine) -> None:
    item = new_item(engine, language="sv")

    (made,) = run_round(engine)

    assert holder(engine, item) == "bo"
    (fact,) = facts(engine.database, Filters(kind="WorkItemAssigned")).items
    assert (fact.actor, fact.data["assignee"]) == ("routing", "bo")
    assert fact.data["reason"] == str(made.reason) == "bo is the only one who can do this."
    assert work_items.one(engine.database, *item).reason == fact.data["reason"]


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

    assert run_round(engine) == ()
    assert holder(engine, item) == "anna"


def test_what_nobody_can_do_stays_for_people_to_claim(engine: Engine) -> None:
    item = new_item(engine, skills="muutosturva")

    assert run_round(engine) == ()

    assert holder(engine, item) == ""
    engine.assign(*item, "bo", actor="bo")
    assert holder(engine, item) == "bo"


def test_whoever_claims_while_a_round_decides_keeps_it(engine: Engine) -> None:
    item = new_item(engine)

    class Overtaken:
        """An engine on which bo claims everything just before the round gives it to somebody."""

        database, clock = engine.database, engine.clock

        def assign(self, instance_id: str, key: int, assignee: str, *, actor: str, reason: str) -> None:
            engine.assign(instance_id, key, "bo", actor="bo")
            engine.assign(instance_id, key, assignee, actor=actor, reason=reason)

    assert run_round(Overtaken()) == ()
    assert holder(engine, item) == "bo"


def test_an_inactive_person_gets_nothing(engine: Engine) -> None:
    people.save(engine.database, Person(account="bo", name="Bo", active=False, groups=bo.groups, skills=bo.skills))
    items = [new_item(engine, known="bo"), new_item(engine)]

    run_round(engine)

    assert [holder(engine, item) for item in items] == ["anna", "anna"]
    assert work_items.one(engine.database, *items[0]).reason.startswith("bo, who knows the customer, can't take this;")


def test_outside_office_hours_nothing_is_given_out(engine: Engine) -> None:
    item = new_item(engine)
    clock = engine.clock
    assert isinstance(clock, FakeClock)

    clock.time = datetime(2026, 1, 10, 10, tzinfo=UTC)  # a Saturday
    assert run_round_when_open(engine, DEFAULT_HOURS) == ()
    clock.time = datetime(2026, 1, 12, 10, tzinfo=UTC)

    assert len(run_round_when_open(engine, DEFAULT_HOURS)) == 1
    assert holder(engine, item) == "anna"
