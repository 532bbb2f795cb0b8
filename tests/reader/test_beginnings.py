"""Receive tasks and event-based gateways that begin a process: what the reader makes of them, and what it refuses."""

import pytest

from engine.model.elements import EventBasedGateway, ReceiveTask, StartEvent
from engine.model.entries import entries
from engine.model.events import MessageEventDefinition, SignalEventDefinition
from tests.reader.drawings import drawing, flow, found, sketch, straight

_MESSAGE = '<message id="m" name="paid"/>'
_TIMER = '<timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition>'
_RECEIVE = '<receiveTask id="task" messageRef="m" instantiate="true"/>'
_ALONE = f'{_RECEIVE}<endEvent id="end"/>{flow("task", "end")}'
_INNER = '<receiveTask id="inner" messageRef="m" instantiate="true"/>'
_GATEWAY = '<eventBasedGateway id="task" instantiate="true"/>'


def test_a_receive_task_begins_a_process_with_its_message() -> None:
    (entry,) = entries(drawing("receive-task-instantiating"))
    assert isinstance(entry.element, ReceiveTask)
    assert isinstance(entry.definition, MessageEventDefinition)


def test_a_process_that_a_receive_task_begins_needs_no_start_event() -> None:
    assert "start-missing" not in found(sketch(_ALONE, _MESSAGE))
    assert "message-without-correlation" not in found(sketch(_ALONE, _MESSAGE))


def test_the_first_message_for_a_parallel_gateway_begins_and_the_others_need_a_correlation_key() -> None:
    process = drawing("event-based-gateway-parallel")
    assert [entry.element.id for entry in entries(process)] == ["ordered", "paid"]
    assert all(isinstance(entry.gateway, EventBasedGateway) for entry in entries(process))


def test_where_all_must_come_messages_begin_before_anything_else() -> None:
    start = (
        '<startEvent id="s" parallelMultiple="true"><signalEventDefinition signalRef="alarm"/>'
        f'<messageEventDefinition messageRef="m"/>{_TIMER}</startEvent><endEvent id="e"/>{flow("s", "e")}'
    )
    reading = sketch(start, _MESSAGE + '<signal id="alarm" name="alarm"/>')
    (process,) = reading.processes
    assert found(reading)["message-without-correlation"] == "s"
    assert [type(entry.definition) for entry in entries(process)] == [MessageEventDefinition]


def test_where_one_is_enough_each_begins() -> None:
    process = drawing("multiple-start")
    assert [type(entry.definition) for entry in entries(process)] == [MessageEventDefinition, SignalEventDefinition]
    assert all(isinstance(entry.element, StartEvent) for entry in entries(process))


@pytest.mark.parametrize(
    ("code", "element", "task"),
    [
        ("instantiate-inside", "inner", f'<subProcess id="task">{_INNER}</subProcess>'),
        ("receive-instantiates-with-flow", "task", f'{_RECEIVE}<task id="more"/>{flow("more", "task")}'),
        (
            "receive-instantiates-repeated",
            "task",
            _RECEIVE.replace("/>", '><standardLoopCharacteristics loopMaximum="2"/></receiveTask>'),
        ),
        ("event-gateway-instantiates-with-flow", "task", _GATEWAY),
        ("event-gateway-parallel", "task", '<eventBasedGateway id="task" eventGatewayType="Parallel"/>'),
    ],
)
def test_what_cannot_begin_a_process_is_refused(code: str, element: str, task: str) -> None:
    assert found(straight(task, _MESSAGE)).get(code) == element


def test_a_start_event_before_a_receive_task_that_begins_the_process_is_warned_of() -> None:
    assert found(straight(_RECEIVE, _MESSAGE)).get("receive-instantiates-after-start") == "task"
    assert "receive-instantiates-after-start" not in found(sketch(_ALONE, _MESSAGE))
