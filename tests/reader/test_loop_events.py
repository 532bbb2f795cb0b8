"""What a multi-instance throws when its items complete: read by its behaviour, and refused where it can't be."""

import pytest

from engine.model.elements import Activity
from engine.model.events import EscalationEventDefinition, SignalEventDefinition
from engine.model.extensions import LoopEvent, MultiInstance
from tests.reader.drawings import drawing, found, straight

_SIGNAL = '<signal id="alarm" name="alarm"/><signalEventDefinition id="each" signalRef="alarm"/>'
_ENDS = '<completionCondition xsi:type="tFormalExpression">{}</completionCondition>'
_TIMES = '<loopCardinality xsi:type="tFormalExpression">2</loopCardinality>'


def _loop(behaviour: str, inner: str = "") -> str:
    loop = f"<multiInstanceLoopCharacteristics {behaviour}>{_TIMES}{inner}</multiInstanceLoopCharacteristics>"
    return f'<task id="task">{loop}</task>'


def _complex(condition: str, event: str = '<signalEventDefinition id="s" signalRef="alarm"/>') -> str:
    says = f'<condition xsi:type="tFormalExpression">{condition}</condition><event id="e">{event}</event>'
    return f"<complexBehaviorDefinition>{says}</complexBehaviorDefinition>"


def _events(name: str) -> tuple[LoopEvent, ...]:
    task = drawing(name).elements["task"]
    assert isinstance(task, Activity)
    assert isinstance(task.loop, MultiInstance)
    return task.loop.events


def test_none_throws_at_each_item_and_one_at_the_first() -> None:
    (each,) = _events("multi-instance-none-behaviour")
    assert isinstance(each.definition, SignalEventDefinition)
    assert not each.first
    (first,) = _events("multi-instance-one-behaviour")
    assert isinstance(first.definition, EscalationEventDefinition)
    assert first.first


def test_complex_throws_where_its_condition_holds() -> None:
    (event,) = _events("multi-instance-complex-behaviour")
    assert event.condition is not None
    assert event.condition.names == {"numberOfCompletedInstances"}


def test_without_an_event_a_signal_with_the_id_of_the_activity_is_thrown() -> None:
    (event,) = _events("multi-instance-default-signal")
    assert isinstance(event.definition, SignalEventDefinition)
    assert event.definition.signal.name.text == '"task"'


@pytest.mark.parametrize(
    ("code", "task"),
    [
        ("loop-event-unknown", _loop('behavior="One" oneBehaviorEventRef="nothing"')),
        ("loop-event-not-thrown", _loop('behavior="Complex"', _complex("x", "<terminateEventDefinition/>"))),
        ("loop-event-incomplete", _loop('behavior="Complex"')),
        ("loop-event-without-effect", _loop('behavior="All"', _complex("x"))),
        ("condition-not-boolean", _loop('behavior="Complex"', _complex("23"))),
        ("condition-not-boolean", _loop("", _ENDS.format('"a"'))),
        ("end-with-job", '<task id="task"/><endEvent id="e"><extensionElements><zeebe:taskDefinition type="t"/>'
         "</extensionElements><terminateEventDefinition/></endEvent>"),
    ],
)  # fmt: skip
def test_what_cannot_be_thrown_is_said(code: str, task: str) -> None:
    assert code in found(straight(task, _SIGNAL))
