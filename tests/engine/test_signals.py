"""Signals: everybody who waits when one is thrown gets it once, and nobody who comes later."""

from datetime import timedelta

import pytest

from engine import deliveries
from engine.engine import Engine
from engine.reader import read_bpmn
from engine.store import instances
from engine.testing import FakeClock
from tests.engine.diagrams import chain, diagram, joined, timer

ALARM = '<signal id="s" name="alarm"/>'
DEFINITION = '<signalEventDefinition id="{}" signalRef="s"/>'


def signal_event(tag: str, id: str) -> str:
    return f'<{tag} id="{id}">{DEFINITION.format(f"{id}-signal")}</{tag}>'


CATCH = signal_event("intermediateCatchEvent", "catch")
THROW = signal_event("intermediateThrowEvent", "throw")
FILES = {
    "a.bpmn": diagram("waits", chain(CATCH), beside=ALARM),
    "b.bpmn": diagram("starts", joined([signal_event("startEvent", "start"), '<endEvent id="end"/>']), beside=ALARM),
    "c.bpmn": diagram("throws-then-waits", chain(THROW, CATCH), beside=ALARM),
    "d.bpmn": diagram("sleeps-then-throws", chain(timer(), THROW), beside=ALARM),
}

pytestmark = pytest.mark.skipif(read_bpmn(FILES["a.bpmn"]).has_errors, reason="the reader refuses signal events")


def status(engine: Engine, *started: str) -> list[str]:
    return [instances.one(engine.database, instance_id).status for instance_id in started]


def started_by_signal(engine: Engine) -> int:
    return len(instances.page(engine.database, process_id="starts").items)


@pytest.fixture
def office(engine: Engine) -> Engine:
    engine.deploy(FILES, actor="olli")
    return engine


def test_everybody_who_waits_gets_a_signal_and_start_events_too(office: Engine) -> None:
    waiting = [office.start("waits", actor="anna") for _ in range(3)]
    office.broadcast("alarm", {"floor": 2}, actor="anna")
    assert status(office, *waiting) == ["completed"] * 3
    assert started_by_signal(office) == 1
    assert instances.variables(office.database, waiting[0]) == {"floor": 2}


def test_who_comes_later_gets_nothing(office: Engine) -> None:
    office.broadcast("alarm", actor="anna")
    assert status(office, office.start("waits", actor="anna")) == ["active"]
    assert office.run_until_idle() == 0


def test_a_signal_does_not_reach_what_its_thrower_waits_for_afterwards(office: Engine) -> None:
    assert status(office, office.start("throws-then-waits", actor="anna")) == ["active"]
    assert started_by_signal(office) == 1


def test_a_timer_may_lead_to_a_signal(office: Engine, clock: FakeClock) -> None:
    waiting = office.start("waits", actor="anna")
    office.start("sleeps-then-throws", actor="anna")
    clock.advance(timedelta(days=1))
    office.fire_due()
    assert status(office, waiting) == ["completed"]


def test_a_thrower_reaches_its_own_other_branch(engine: Engine) -> None:
    both = (
        '<startEvent id="start"/><parallelGateway id="fork"/>'
        f"{CATCH}{THROW}"
        '<sequenceFlow id="f1" sourceRef="start" targetRef="fork"/>'
        '<sequenceFlow id="f2" sourceRef="fork" targetRef="catch"/>'
        '<sequenceFlow id="f3" sourceRef="fork" targetRef="throw"/>'
    )
    engine.deploy({"a.bpmn": diagram("both", both, beside=ALARM)}, actor="olli")
    assert status(engine, engine.start("both", actor="anna")) == ["completed"]


def test_a_request_is_broadcast_once(office: Engine) -> None:
    for _ in range(2):
        office.broadcast("alarm", actor="anna", request_id="r")
    assert started_by_signal(office) == 1


def test_a_new_version_replaces_the_signal_start(office: Engine) -> None:
    office.deploy({"b.bpmn": diagram("starts", chain(CATCH), beside=ALARM)}, actor="olli")
    office.broadcast("alarm", actor="anna")
    assert started_by_signal(office) == 0


def test_what_a_crash_left_is_given_later_to_those_who_waited_then(
    office: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = office.start("waits", actor="anna")
    gone = office.start("waits", actor="anna")
    with monkeypatch.context() as down:
        down.setattr(deliveries, "deliver", lambda *_: 0)
        office.broadcast("alarm", actor="anna")
    office.operations.cancel(gone, "not any more", actor="anna")
    later = office.start("waits", actor="anna")
    assert office.run_until_idle() == 2
    assert status(office, waiting, gone, later) == ["completed", "terminated", "active"]
    assert office.run_until_idle() == 0
