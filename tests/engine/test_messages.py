"""Messages: exactly once for each process, kept for those who come later, until their time to live is over."""

from datetime import timedelta

import pytest

from engine import deliveries
from engine.engine import Engine
from engine.store import definitions, instances
from engine.testing import FakeClock
from tests.engine.diagrams import chain, diagram, job, joined, message, message_event, timer

PAID = message("m", "paid", "=invoice")
WAITS = {"a.bpmn": diagram("waits", chain(message_event("intermediateCatchEvent", "catch", "m")), beside=PAID)}
LATER = {
    "b.bpmn": diagram(
        "waits-later", chain(timer("pause", "P2D"), message_event("intermediateCatchEvent", "catch", "m")), beside=PAID
    )
}
STARTS = {
    "c.bpmn": diagram(
        "starts",
        joined([message_event("startEvent", "start", "m"), '<endEvent id="end"/>']),
        beside=message("m", "order"),
    )
}
THROWS = {
    "d.bpmn": diagram(
        "throws",
        chain(
            message_event(
                "intermediateThrowEvent",
                "throw",
                "m",
                '<extensionElements><zeebe:ioMapping><zeebe:input source="=amount * 2" target="paid"/>'
                "</zeebe:ioMapping></extensionElements>",
            )
        ),
        beside=PAID,
    )
}


def status(engine: Engine, instance_id: str) -> str:
    return instances.one(engine.database, instance_id).status


def test_a_message_reaches_the_instance_with_its_correlation_key(engine: Engine) -> None:
    engine.deploy(WAITS, actor="olli")
    one = engine.start("waits", {"invoice": "1"}, actor="anna")
    other = engine.start("waits", {"invoice": "2"}, actor="anna")
    assert engine.publish("paid", "2", {"amount": 5}, actor="bank")
    assert (status(engine, one), status(engine, other)) == ("active", "completed")
    assert instances.variables(engine.database, other) == {"invoice": "2", "amount": 5}


def test_a_message_with_the_same_id_is_published_once(engine: Engine) -> None:
    engine.deploy(WAITS, actor="olli")
    one = engine.start("waits", {"invoice": "1"}, actor="anna")
    assert engine.publish("paid", "1", actor="bank", message_id="transfer-7")
    other = engine.start("waits", {"invoice": "1"}, actor="anna")
    assert not engine.publish("paid", "1", actor="bank", message_id="transfer-7")
    assert (status(engine, one), status(engine, other)) == ("completed", "active")


def test_one_message_completes_one_of_several_that_wait(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(WAITS, actor="olli")
    started = []
    for _ in range(3):
        started.append(engine.start("waits", {"invoice": "1"}, actor="anna"))
        clock.advance(timedelta(seconds=1))
    engine.publish("paid", "1", actor="bank")
    assert [status(engine, id) for id in started] == ["completed", "active", "active"]


def test_different_processes_each_get_it(engine: Engine) -> None:
    twin = diagram("waits-too", chain(message_event("intermediateCatchEvent", "catch", "m")), beside=PAID)
    engine.deploy(WAITS | {"twin.bpmn": twin}, actor="olli")
    started = [engine.start(id, {"invoice": "1"}, actor="anna") for id in ("waits", "waits-too")]
    engine.publish("paid", "1", actor="bank")
    assert {status(engine, id) for id in started} == {"completed"}


def test_a_message_that_comes_early_is_kept(engine: Engine) -> None:
    engine.deploy(WAITS, actor="olli")
    engine.publish("paid", "1", {"amount": 5}, actor="bank")
    instance_id = engine.start("waits", {"invoice": "1"}, actor="anna")
    assert status(engine, instance_id) == "completed"


@pytest.mark.parametrize(("days", "expected"), [(3, "completed"), (1, "active")])
def test_a_message_is_kept_for_its_time_to_live(engine: Engine, clock: FakeClock, days: int, expected: str) -> None:
    engine.deploy(LATER, actor="olli")
    instance_id = engine.start("waits-later", {"invoice": "1"}, actor="anna")
    engine.publish("paid", "1", actor="bank", time_to_live=timedelta(days=days))
    clock.advance(timedelta(days=2))
    engine.run_until_idle()
    assert status(engine, instance_id) == expected


def test_a_message_without_time_to_live_reaches_only_who_waits_already(engine: Engine, clock: FakeClock) -> None:
    engine.deploy(WAITS, actor="olli")
    one = engine.start("waits", {"invoice": "1"}, actor="anna")
    engine.publish("paid", "1", actor="bank", time_to_live=timedelta())
    clock.advance(timedelta(seconds=1))
    other = engine.start("waits", {"invoice": "1"}, actor="anna")
    assert (status(engine, one), status(engine, other)) == ("completed", "active")


def test_a_message_starts_the_latest_version_once(engine: Engine) -> None:
    engine.deploy(STARTS, actor="olli")
    engine.deploy({"c.bpmn": STARTS["c.bpmn"] + b"\n"}, actor="olli")
    engine.publish("order", "any", {"a": 1}, actor="shop", message_id="o-1")
    engine.publish("order", "any", {"a": 1}, actor="shop", message_id="o-1")
    (instance,) = instances.page(engine.database).items
    assert (instance.definition, instance.status) == ("starts:2", "completed")
    assert instances.variables(engine.database, instance.id) == {"a": 1}


def test_a_new_version_without_the_message_start_no_longer_starts(engine: Engine) -> None:
    engine.deploy(STARTS, actor="olli")
    engine.deploy({"c.bpmn": diagram("starts", chain(timer()))}, actor="olli")
    engine.publish("order", actor="shop")
    assert instances.page(engine.database).items == ()
    assert definitions.latest(engine.database, "process")[0].version == 2


def test_a_thrown_message_reaches_another_instance_with_what_it_carries(engine: Engine) -> None:
    engine.deploy(WAITS | THROWS, actor="olli")
    waiting = engine.start("waits", {"invoice": "1"}, actor="anna")
    engine.start("throws", {"invoice": "1", "amount": 4}, actor="anna")
    assert status(engine, waiting) == "completed"
    assert instances.variables(engine.database, waiting) == {"invoice": "1", "paid": 8}


def test_what_a_crash_left_undelivered_is_delivered_later(
    engine: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.deploy(WAITS, actor="olli")
    instance_id = engine.start("waits", {"invoice": "1"}, actor="anna")
    with monkeypatch.context() as down:
        down.setattr(deliveries, "deliver", lambda *_: 0)
        engine.publish("paid", "1", actor="bank", time_to_live=timedelta(hours=1))
    assert status(engine, instance_id) == "active"
    clock.advance(timedelta(days=30))
    assert engine.run_until_idle() == 1
    assert status(engine, instance_id) == "completed"
    assert engine.run_until_idle() == 0


def test_two_processes_that_never_stop_writing_to_each_other_do_not_hang_the_command(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.engine.AT_ONCE", 7)
    loop = joined(
        [
            message_event("startEvent", "start", "m"),
            message_event("intermediateThrowEvent", "throw", "m"),
            '<endEvent id="end"/>',
        ]
    )
    engine.deploy({"a.bpmn": diagram("echo", loop, beside=message("m", "ping"))}, actor="olli")
    engine.publish("ping", actor="anna")
    assert len(instances.page(engine.database).items) == 7


def test_a_job_waits_while_messages_go_on(engine: Engine) -> None:
    both = diagram("both", chain(job(), message_event("intermediateCatchEvent", "catch", "m")), beside=PAID)
    engine.deploy({"a.bpmn": both}, actor="olli")
    instance_id = engine.start("both", {"invoice": "1"}, actor="anna")
    engine.publish("paid", "1", actor="bank")
    assert status(engine, instance_id) == "active"
    engine.complete_job(instance_id, instances_job(engine, instance_id), actor="worker")
    assert status(engine, instance_id) == "completed"


def instances_job(engine: Engine, instance_id: str) -> int:
    (key,) = instances.state(engine.database, instance_id).waits
    return key
