"""What a multi-instance throws when its items complete (BPMN 2.0.2, 10.3.8)."""

import pytest

from engine.model.elements import BoundaryEvent, ScriptTask, UserTask
from engine.model.events import EventDefinition, MessageEventDefinition, Signal, SignalEventDefinition
from engine.model.extensions import LoopEvent, MultiInstance
from engine.model.process import Process
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, error, feel, named, sketch

ALARM = SignalEventDefinition(Signal("alarm", feel('"alarm"')))


def repeated(event: LoopEvent, *, sequential: bool, caught: EventDefinition | None = None, **fields: object) -> Process:
    loop = MultiInstance(sequential, feel("[1, 2, 3]"), "item", events=(event,))
    boundary = a(BoundaryEvent, attached_to="act", definition=caught or event.definition, **fields)
    return sketch("s -> act -> e; b -> told", act=a(UserTask, loop=loop), b=boundary)


def run_of(process: Process) -> tuple[Simulation, Run]:
    play = Simulation([process])
    return play, play.start("p")


@pytest.mark.parametrize("sequential", [True, False])
def test_each_item_throws_and_the_loop_goes_on_where_nothing_interrupts(sequential: bool) -> None:
    play, run = run_of(repeated(LoopEvent(ALARM), sequential=sequential, interrupting=False))
    for told in (1, 2, 3):
        play.complete("act")
        assert run.completed().count("told") == told
    assert run.state.status == "completed"


@pytest.mark.parametrize("sequential", [True, False])
def test_an_interrupting_event_ends_all_items(sequential: bool) -> None:
    play, run = run_of(repeated(LoopEvent(ALARM, first=True), sequential=sequential))
    play.complete("act")
    assert run.state.status == "completed"
    assert run.completed() == ["s", "act", "b", "told", "p"]


def test_who_catches_it_does_so_before_the_next_item_begins() -> None:
    loop = MultiInstance(True, feel("[1, 2, 3]"), "item", events=(LoopEvent(ALARM),))
    process = sketch(
        "s -> act -> e; b -> told",
        act=a(ScriptTask, script=feel("item"), result_variable="last", loop=loop),
        b=a(BoundaryEvent, attached_to="act", definition=ALARM),
    )
    _, run = run_of(process)
    assert run.variables()["last"] == 1


def test_the_signal_carries_the_counters_of_the_loop() -> None:
    play, run = run_of(repeated(LoopEvent(ALARM), sequential=False, interrupting=False))
    play.complete("act")
    assert run.variables()["numberOfCompletedInstances"] == 1
    assert run.variables()["numberOfInstances"] == 3


def test_a_complex_behaviour_throws_for_the_items_that_its_condition_chooses() -> None:
    event = LoopEvent(ALARM, condition=feel("item = 2"))
    play, run = run_of(repeated(event, sequential=True, interrupting=False))
    for told in (0, 1, 1):
        play.complete("act")
        assert run.completed().count("told") == told


def test_a_condition_that_is_neither_true_nor_false_stops_the_item_and_can_be_retried() -> None:
    play, run = run_of(repeated(LoopEvent(ALARM, condition=feel("missing")), sequential=True))
    play.complete("act")
    (incident,) = run.state.incidents.values()
    assert incident.phase == "completing"
    assert "condition of the loop event" in incident.sentence


def test_an_error_that_nothing_catches_is_an_incident_of_the_loop() -> None:
    process = repeated(LoopEvent(error("E"), first=True), sequential=True, caught=error("OTHER"))
    play, run = run_of(process)
    play.complete("act")
    (incident,) = run.state.incidents.values()
    assert "is caught by no event" in incident.sentence


def test_a_message_is_sent_for_each_item() -> None:
    sent = MessageEventDefinition(named("item done"))
    play, _ = run_of(repeated(LoopEvent(sent), sequential=True, caught=ALARM))
    for _ in range(3):
        play.complete("act")
    assert [name for name, _, _ in play.kept_messages] == ["item done"] * 3
