"""End events that throw several things, some of which end more than their own path (BPMN 2.0.2, 10.5.3 and 13.5.6)."""

from engine.kernel.facts import ErrorThrown, MessageThrown, SignalThrown
from engine.model.elements import (
    BoundaryEvent,
    EndEvent,
    IntermediateThrowEvent,
    ParallelGateway,
    SubProcess,
    Task,
    Transaction,
    UserTask,
)
from engine.model.events import (
    CancelEventDefinition,
    CompensateEventDefinition,
    Escalation,
    EscalationEventDefinition,
    EventDefinition,
    MultipleEventDefinition,
    Signal,
    SignalEventDefinition,
    TerminateEventDefinition,
)
from engine.model.process import Process
from engine.simulation import Simulation
from tests.kernel.sketch import a, error, feel, message, sketch

ALARM = SignalEventDefinition(Signal("alarm", feel('"alarm"')))
LATE = EscalationEventDefinition(Escalation("late", "late", feel('"LATE"')))
UNDO = CompensateEventDefinition()


def ends_by(*definitions: EventDefinition, scope: type = SubProcess, caught: EventDefinition) -> Process:
    """A sub-process that has done something that can be undone, and ends by all of these."""
    return sketch(
        "s -> sub -> e; b -> told",
        inside={"sub": "s1 -> done -> end; u; undo"},
        sub=scope,
        end=a(EndEvent, definition=MultipleEventDefinition(definitions)),
        done=Task,
        u=a(BoundaryEvent, attached_to="done", definition=UNDO, handler="undo"),
        undo=a(UserTask, for_compensation=True),
        b=a(BoundaryEvent, attached_to="sub", definition=caught),
    )


def test_all_is_thrown_and_undone_before_the_error_ends_the_scope() -> None:
    play = Simulation([ends_by(message("sorry"), ALARM, UNDO, error("E"), caught=error("E"))])
    run = play.start("p")
    thrown = [type(fact) for fact in run.facts if isinstance(fact, MessageThrown | SignalThrown | ErrorThrown)]
    assert thrown == [MessageThrown, SignalThrown]
    play.complete("undo")
    assert any(isinstance(fact, ErrorThrown) for fact in run.facts)
    assert "told" in run.completed()
    assert run.state.status == "completed"


def test_an_error_that_nothing_catches_is_found_before_anything_is_thrown() -> None:
    play = Simulation([ends_by(message("sorry"), error("E"), caught=error("OTHER"))])
    run = play.start("p")
    assert run.state.incidents
    assert not any(isinstance(fact, MessageThrown) for fact in run.facts)


def test_escalation_is_told_before_the_error() -> None:
    play = Simulation([ends_by(error("E"), LATE, caught=error("E"))])
    run = play.start("p")
    assert "told" in run.completed()
    assert run.state.status == "completed"


def test_cancelling_undoes_what_a_compensation_beside_it_would_undo_once() -> None:
    process = ends_by(UNDO, CancelEventDefinition(), scope=Transaction, caught=CancelEventDefinition())
    play = Simulation([process])
    run = play.start("p")
    play.complete("undo")
    assert run.completed().count("undo") == 1
    assert run.state.status == "completed"
    assert "told" in run.completed()


def test_terminating_ends_what_runs_beside_after_all_else_is_thrown() -> None:
    process = sketch(
        "s -> f -> stop; f -> never -> e",
        f=ParallelGateway,
        never=UserTask,
        stop=a(EndEvent, definition=MultipleEventDefinition((TerminateEventDefinition(), ALARM))),
    )
    run = Simulation([process]).start("p")
    assert any(isinstance(fact, SignalThrown) for fact in run.facts)
    assert run.state.status == "completed"
    assert "never" not in run.completed()


def undoing(waits: bool) -> Process:
    return sketch(
        "s -> done -> throw -> after -> e; u; undo",
        done=Task,
        u=a(BoundaryEvent, attached_to="done", definition=UNDO, handler="undo"),
        undo=a(UserTask, for_compensation=True),
        throw=a(IntermediateThrowEvent, definition=CompensateEventDefinition(waits=waits)),
    )


def test_a_token_goes_on_at_once_where_nobody_waits_for_what_is_undone() -> None:
    play = Simulation([undoing(waits=False)])
    run = play.start("p")
    assert run.completed() == ["s", "done", "after", "e"]
    assert run.state.status == "active"
    play.complete("undo")
    assert run.completed() == ["s", "done", "after", "e", "undo", "throw", "p"]


def test_a_token_waits_where_it_shall() -> None:
    play = Simulation([undoing(waits=True)])
    run = play.start("p")
    assert run.completed() == ["s", "done"]
    play.complete("undo")
    assert run.completed() == ["s", "done", "undo", "throw", "after", "e", "p"]


def test_where_nothing_is_to_be_undone_nobody_waits_either_way() -> None:
    for waits in (True, False):
        undo = CompensateEventDefinition(None, waits)
        process = sketch("s -> throw -> e", throw=a(IntermediateThrowEvent, definition=undo))
        assert Simulation([process]).start("p").state.status == "completed"
