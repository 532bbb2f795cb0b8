"""A process begins when its condition becomes true: once, for each subject, until it was false again."""

from datetime import timedelta

import pytest

from engine.engine import Engine
from engine.store import instances
from engine.testing import FakeClock
from tests.engine.diagrams import diagram, joined

HOT = "=temperature &gt; 300"
LATE = "=now() &gt;= date and time(&quot;2026-01-05T12:00:00Z&quot;)"


def process(id: str, condition: str) -> bytes:
    definition = f'<condition xsi:type="tFormalExpression">{condition}</condition>'
    start = f'<startEvent id="start"><conditionalEventDefinition id="d">{definition}</conditionalEventDefinition>'
    return diagram(id, joined([f"{start}</startEvent>", '<endEvent id="end"/>']))


@pytest.fixture
def plant(engine: Engine) -> Engine:
    engine.deploy({"hot.bpmn": process("hot", HOT), "empty.bpmn": process("empty", "=stock = 0")}, actor="olli")
    return engine


def began(engine: Engine) -> list[str]:
    return sorted(one.process_id for one in instances.page(engine.database).items)


def test_a_process_begins_when_its_condition_becomes_true(plant: Engine) -> None:
    assert plant.evaluate_conditions({"temperature": 299}, actor="sensor") == ()
    (started,) = plant.evaluate_conditions({"temperature": 301}, actor="sensor")
    assert instances.one(plant.database, started).process_id == "hot"
    assert instances.variables(plant.database, started) == {"temperature": 301}


def test_it_does_not_begin_again_while_the_condition_stays_true(plant: Engine) -> None:
    for temperature in (301, 305, 310):
        plant.evaluate_conditions({"temperature": temperature}, actor="sensor")
    assert began(plant) == ["hot"]


def test_it_begins_again_when_the_condition_was_false_in_between(plant: Engine) -> None:
    for temperature in (301, 20, 301):
        plant.evaluate_conditions({"temperature": temperature}, actor="sensor")
    assert began(plant) == ["hot", "hot"]


def test_each_subject_is_remembered_by_itself(plant: Engine) -> None:
    for subject in ("oven 1", "oven 2", "oven 1"):
        plant.evaluate_conditions({"temperature": 301}, actor="sensor", subject=subject)
    assert began(plant) == ["hot", "hot"]


def test_a_condition_that_reads_something_else_is_left_as_it_was(plant: Engine) -> None:
    plant.evaluate_conditions({"temperature": 301}, actor="sensor")
    plant.evaluate_conditions({"stock": 0}, actor="sensor")
    plant.evaluate_conditions({"temperature": 301}, actor="sensor")
    assert began(plant) == ["empty", "hot"]


def test_only_one_process_can_be_asked(plant: Engine) -> None:
    plant.evaluate_conditions({"temperature": 301, "stock": 0}, actor="sensor", process_id="empty")
    assert began(plant) == ["empty"]


def test_a_new_version_with_the_same_condition_does_not_begin_again(plant: Engine) -> None:
    plant.evaluate_conditions({"temperature": 301}, actor="sensor")
    plant.deploy({"hot.bpmn": process("hot", HOT) + b"\n"}, actor="olli")
    plant.evaluate_conditions({"temperature": 301}, actor="sensor")
    assert began(plant) == ["hot"]


def test_a_new_version_with_another_condition_is_asked_anew(plant: Engine) -> None:
    plant.evaluate_conditions({"temperature": 301}, actor="sensor")
    plant.deploy({"hot.bpmn": process("hot", "=temperature &gt; 250")}, actor="olli")
    plant.evaluate_conditions({"temperature": 301}, actor="sensor")
    assert began(plant) == ["hot", "hot"]


def test_a_condition_on_the_time_alone_is_looked_at_by_the_clock(engine: Engine, clock: FakeClock) -> None:
    engine.deploy({"late.bpmn": process("late", LATE)}, actor="olli")
    engine.run_until_idle()
    assert began(engine) == []
    clock.advance(timedelta(hours=5))
    for _ in range(2):
        engine.run_until_idle()
    assert began(engine) == ["late"]
