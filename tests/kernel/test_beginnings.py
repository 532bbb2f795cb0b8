"""What begins an instance, and what it still waits for (BPMN 2.0.2, 10.3.3, 10.6.6 and 13.5.1)."""

import pytest

from engine.errors import Refused
from engine.kernel.commands import StartProcess
from engine.kernel.facts import ConditionMet, MessageReceived
from engine.model.elements import BoundaryEvent, EventBasedGateway, IntermediateCatchEvent, ReceiveTask, StartEvent
from engine.model.events import (
    ConditionalEventDefinition,
    EventDefinition,
    MultipleEventDefinition,
    Signal,
    SignalEventDefinition,
)
from engine.model.process import Process
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, feel, maps, message, named, sketch, timer

ORDERED, PAID = message("ordered", "order"), message("paid", "order")
ALARM = SignalEventDefinition(Signal("alarm", feel('"alarm"')))


def starts_by(*definitions: EventDefinition, **fields: object) -> Process:
    return sketch("s -> e", s=a(StartEvent, definition=MultipleEventDefinition(definitions, parallel=True), **fields))


def test_what_each_of_several_messages_brought_is_there_when_the_process_goes_on() -> None:
    play = Simulation([starts_by(ORDERED, PAID)])
    play.publish("ordered", "", {"order": "7", "goods": 3})
    play.publish("paid", "7", {"sum": 12})
    (run,) = play.runs
    assert run.state.status == "completed"
    assert run.variables() == {"order": "7", "goods": 3, "sum": 12}


def test_output_mappings_see_what_all_of_them_brought() -> None:
    play = Simulation([starts_by(ORDERED, PAID, outputs=maps(total="goods * sum"))])
    play.publish("ordered", "", {"order": "7", "goods": 3})
    play.publish("paid", "7", {"sum": 12})
    assert play.runs[0].variables() == {"total": 36}


def test_a_message_for_another_order_begins_an_instance_of_its_own() -> None:
    play = Simulation([starts_by(ORDERED, PAID)])
    play.publish("ordered", "", {"order": "7"})
    play.publish("paid", "8", {"order": "8"})
    assert [run.state.status for run in play.runs] == ["active", "active"]


def test_a_message_that_gives_no_correlation_key_begins_nothing() -> None:
    play = Simulation([starts_by(ORDERED, PAID)])
    with pytest.raises(Refused, match="correlation key of the message paid is empty"):
        play.publish("ordered", "", {})


def test_a_signal_does_not_begin_what_messages_have_to_find() -> None:
    play = Simulation([starts_by(ALARM, ORDERED)])
    play.broadcast("alarm")
    assert play.runs == []
    play.publish("ordered", "", {"order": "7"})
    play.broadcast("alarm")
    assert [run.state.status for run in play.runs] == ["completed"]


def test_a_condition_is_in_the_history_of_what_it_began() -> None:
    from_diagram = sketch("s -> e", s=a(StartEvent, definition=_hot()))
    play = Simulation([from_diagram])
    play.evaluate_conditions({"temperature": 301})
    play.evaluate_conditions({"temperature": 302})
    (run,) = play.runs
    assert [fact for fact in run.facts if isinstance(fact, ConditionMet)] == [ConditionMet(0, "s")]


def _hot() -> EventDefinition:
    return ConditionalEventDefinition(feel("temperature > 300"))


def test_a_receive_task_that_begins_a_process_is_complete_at_once_and_arms_nothing() -> None:
    late = a(BoundaryEvent, attached_to="r", definition=timer("timeDuration", '"PT1H"'))
    process = sketch("r -> e; b -> late", r=a(ReceiveTask, message=named("ordered"), instantiate=True), b=late)
    play = Simulation([process])
    play.publish("ordered", "", {"order": "7"})
    (run,) = play.runs
    assert run.state.status == "completed"
    assert MessageReceived(0, "r", "ordered") in run.facts
    assert "late" not in run.completed()


def test_a_process_that_only_messages_begin_cannot_be_started_by_hand() -> None:
    process = sketch("r -> e", r=a(ReceiveTask, message=named("ordered"), instantiate=True))
    with pytest.raises(Refused, match="starts by a message or a time"):
        Simulation([process]).start("p")


def test_a_parallel_gateway_is_done_when_all_its_events_have_come() -> None:
    process = sketch(
        "g -> x -> e1; g -> y -> e2; g -> z -> e3",
        g=a(EventBasedGateway, instantiate=True, parallel=True),
        x=a(IntermediateCatchEvent, definition=ORDERED),
        y=a(IntermediateCatchEvent, definition=PAID),
        z=a(IntermediateCatchEvent, definition=ALARM),
    )
    play = Simulation([process])
    play.publish("paid", "", {"order": "7"})
    (run,) = play.runs
    assert run.completed() == ["y", "e2"]
    play.broadcast("alarm")
    assert run.state.status == "active"
    play.publish("ordered", "7")
    assert run.state.status == "completed"
    assert "g" in run.completed()


def test_an_unknown_beginning_is_refused() -> None:
    play = Simulation([starts_by(ORDERED, PAID)])
    with pytest.raises(Refused, match="has no start event"):
        play.do(Run(), StartProcess("p:1", event="nowhere"))
    with pytest.raises(Refused, match="has no start event"):
        play.do(Run(), StartProcess("p:1", event="s", message="of something else"))
