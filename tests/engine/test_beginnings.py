"""Where several things must come before a process goes on, the first begins the instance and finds the others."""

from pathlib import Path

import pytest

from engine.engine import Engine
from engine.store import instances

DIAGRAMS = Path(__file__).parent.parent / "diagrams"
TWO_MESSAGES = ("parallel-multiple-start", "event-based-gateway-parallel")


def file(name: str) -> dict[str, bytes]:
    return {f"{name}.bpmn": (DIAGRAMS / f"{name}.bpmn").read_bytes()}


def statuses(engine: Engine) -> list[str]:
    return [one.status for one in instances.page(engine.database).items]


@pytest.mark.parametrize("name", TWO_MESSAGES)
def test_messages_for_one_order_meet_in_one_instance_whichever_comes_first(engine: Engine, name: str) -> None:
    engine.deploy(file(name), actor="olli")
    engine.publish("order placed", "7", {"order": "7"}, actor="shop")
    engine.publish("invoice paid", "8", {"order": "8"}, actor="bank")
    assert statuses(engine) == ["active", "active"]

    engine.publish("order placed", "8", {"order": "8"}, actor="shop")
    assert sorted(statuses(engine)) == ["active", "completed"]

    engine.publish("invoice paid", "7", {"order": "7"}, actor="bank")
    assert statuses(engine) == ["completed", "completed"]


@pytest.mark.parametrize("name", TWO_MESSAGES)
def test_an_instance_of_an_old_version_still_gets_what_it_waits_for(engine: Engine, name: str) -> None:
    engine.deploy(file(name), actor="olli")
    engine.publish("order placed", "7", {"order": "7"}, actor="shop")
    engine.deploy({f"{name}.bpmn": file(name)[f"{name}.bpmn"] + b"\n"}, actor="olli")
    engine.publish("invoice paid", "7", {"order": "7"}, actor="bank")
    engine.publish("invoice paid", "9", {"order": "9"}, actor="bank")
    found = sorted((one.definition, one.status) for one in instances.page(engine.database).items)
    assert found == [(f"{name}:1", "completed"), (f"{name}:2", "active")]


def test_the_same_message_again_begins_another_instance(engine: Engine) -> None:
    engine.deploy(file("parallel-multiple-start"), actor="olli")
    for _ in range(2):
        engine.publish("order placed", "7", {"order": "7"}, actor="shop")
    assert statuses(engine) == ["active", "active"]


def test_a_second_signal_goes_to_the_instance_that_the_first_began(engine: Engine) -> None:
    engine.deploy(file("parallel-multiple-start-signals"), actor="olli")
    engine.broadcast("fire", actor="anna")
    engine.broadcast("alarm", actor="anna")
    engine.run_until_idle()
    assert statuses(engine) == ["completed"]


def test_a_message_begins_a_process_at_its_receive_task(engine: Engine) -> None:
    engine.deploy(file("receive-task-instantiating"), actor="olli")
    engine.publish("order placed", "7", {"order": "7"}, actor="shop", message_id="m-1")
    engine.publish("order placed", "7", {"order": "7"}, actor="shop", message_id="m-1")
    (one,) = instances.page(engine.database).items
    assert (one.status, instances.variables(engine.database, one.id)) == ("completed", {"order": "7"})


def test_the_first_event_behind_an_exclusive_gateway_decides(engine: Engine) -> None:
    engine.deploy(file("event-based-gateway-instantiating"), actor="olli")
    engine.publish("order placed", "7", {"order": "7"}, actor="shop")
    engine.publish("invoice paid", "7", {"order": "7"}, actor="bank")
    assert statuses(engine) == ["completed", "completed"]


def test_a_new_version_without_it_begins_no_more(engine: Engine) -> None:
    engine.deploy(file("receive-task-instantiating"), actor="olli")
    plain = file("receive-task-instantiating")["receive-task-instantiating.bpmn"].replace(b' instantiate="true"', b"")
    engine.deploy({"receive-task-instantiating.bpmn": plain}, actor="olli")
    engine.publish("order placed", "7", {"order": "7"}, actor="shop")
    assert statuses(engine) == []
