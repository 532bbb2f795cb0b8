"""What is complete can be undone: the last first, with the data of its time, and the thrower waits for it."""

from typing import Any

from engine.kernel.facts import CompensationTaken
from engine.model.elements import (
    BoundaryEvent,
    EndEvent,
    EventSubProcess,
    IntermediateThrowEvent,
    ScriptTask,
    StartEvent,
    SubProcess,
    Transaction,
    UserTask,
)
from engine.model.events import CancelEventDefinition, CompensateEventDefinition
from engine.model.extensions import MultiInstance
from engine.simulation import Simulation
from tests.kernel.sketch import a, error, feel, sketch


def undoes(activity: str | None = None) -> CompensateEventDefinition:
    return CompensateEventDefinition(activity)


def compensates(activity: str, handler: str) -> Any:
    return a(BoundaryEvent, attached_to=activity, definition=undoes(), handler=handler)


def undo(script: str = "null") -> Any:
    return a(ScriptTask, for_compensation=True, script=feel(script), result_variable="undone")


BOOKING = {
    "on_a": compensates("a", "undo_a"),
    "on_b": compensates("b", "undo_b"),
    "undo_a": a(UserTask, for_compensation=True),
    "undo_b": a(UserTask, for_compensation=True),
}


def test_what_is_complete_is_undone_the_last_first_and_the_thrower_waits() -> None:
    process = sketch(
        "s -> a -> b -> back -> e; on_a; on_b; undo_a; undo_b",
        back=a(IntermediateThrowEvent, definition=undoes()),
        **BOOKING,
    )
    play = Simulation([process])
    run = play.start("p")
    assert len(run.state.waits) == 1
    play.complete("undo_b")
    assert "back" not in run.completed()
    play.complete("undo_a")
    assert run.completed() == ["s", "a", "b", "undo_b", "undo_a", "back", "e", "p"]


def test_only_the_named_activity_is_undone_and_only_once() -> None:
    process = sketch(
        "s -> a -> b -> back -> again -> e; on_a; on_b; undo_a; undo_b",
        back=a(IntermediateThrowEvent, definition=undoes("a")),
        again=a(IntermediateThrowEvent, definition=undoes("a")),
        **BOOKING,
    )
    play = Simulation([process])
    run = play.start("p")
    play.complete("undo_a")
    assert run.completed() == ["s", "a", "b", "undo_a", "back", "again", "e", "p"]


def test_an_activity_that_never_completed_is_not_undone() -> None:
    process = sketch(
        "s -> back -> e; a; on_a; undo_a",
        a=a(UserTask, for_compensation=True),
        back=a(EndEvent, definition=undoes()),
        on_a=compensates("a", "undo_a"),
        undo_a=undo(),
    )
    assert Simulation([process]).start("p").state.status == "completed"


def test_a_handler_sees_the_data_of_the_time_when_its_activity_completed() -> None:
    process = sketch(
        "s -> a -> later -> back -> e; on_a; undo_a",
        a=a(ScriptTask, script=feel('"booked"'), result_variable="place"),
        later=a(ScriptTask, script=feel('"changed"'), result_variable="place"),
        back=a(IntermediateThrowEvent, definition=undoes()),
        on_a=compensates("a", "undo_a"),
        undo_a=undo("place"),
    )
    run = Simulation([process]).start("p")
    assert run.variables() == {"place": "changed", "undone": "booked"}


def test_a_complete_sub_process_is_undone_by_undoing_what_ended_inside_it() -> None:
    process = sketch(
        "s -> sub -> back -> e",
        sub=SubProcess,
        inside={"sub": "s1 -> a -> b -> e1; on_a; on_b; undo_a; undo_b"},
        back=a(IntermediateThrowEvent, definition=undoes("sub")),
        **BOOKING | {"undo_a": undo(), "undo_b": undo()},
    )
    run = Simulation([process]).start("p")
    assert run.completed() == ["s", "s1", "a", "b", "e1", "sub", "undo_b", "undo_a", "back", "e", "p"]


def test_every_item_of_a_multi_instance_is_undone() -> None:
    loop = MultiInstance(False, feel("[1, 2, 3]"), "item")
    process = sketch(
        "s -> a -> back -> e; on_a; undo_a",
        a=a(ScriptTask, loop=loop),
        back=a(IntermediateThrowEvent, definition=undoes()),
        on_a=compensates("a", "undo_a"),
        undo_a=undo("item"),
    )
    run = Simulation([process]).start("p")
    assert sum(isinstance(fact, CompensationTaken) for fact in run.facts) == 3
    assert run.variables()["undone"] == 1
    assert run.state.status == "completed"


def test_a_compensation_event_sub_process_undoes_its_sub_process() -> None:
    process = sketch(
        "s -> sub -> back",
        sub=SubProcess,
        esp=EventSubProcess,
        inside={"sub": "s1 -> a -> e1; on_a; undo_a; esp", "esp": "begin -> first -> all -> e2"},
        begin=a(StartEvent, definition=undoes()),
        all=a(IntermediateThrowEvent, definition=undoes()),
        back=a(EndEvent, definition=undoes()),
        on_a=compensates("a", "undo_a"),
        undo_a=undo(),
    )
    run = Simulation([process]).start("p")
    assert run.completed()[4:] == ["sub", "begin", "first", "undo_a", "all", "e2", "esp", "back", "p"]


def test_an_error_handler_in_the_scope_can_undo_what_was_done() -> None:
    process = sketch(
        "s -> sub -> e",
        sub=SubProcess,
        esp=EventSubProcess,
        inside={"sub": "s1 -> a -> e1; on_a; undo_a; esp", "esp": "begin -> all -> e2"},
        e1=a(EndEvent, definition=error("BROKEN")),
        begin=a(StartEvent, definition=error("BROKEN")),
        all=a(IntermediateThrowEvent, definition=undoes()),
        on_a=compensates("a", "undo_a"),
        undo_a=undo(),
    )
    assert Simulation([process]).start("p").completed()[1:] == [
        "s1", "a", "e1", "begin", "undo_a", "all", "e2", "esp", "sub", "e", "p",
    ]  # fmt: skip


def test_a_cancelled_transaction_undoes_what_is_complete_and_leaves_by_its_cancel_event() -> None:
    process = sketch(
        "s -> t -> e; cancelled -> sorry",
        t=Transaction,
        inside={"t": "s1 -> a -> stop; s1 -> b; on_a; undo_a"},
        b=UserTask,
        stop=a(EndEvent, definition=CancelEventDefinition()),
        cancelled=a(BoundaryEvent, attached_to="t", definition=CancelEventDefinition()),
        on_a=compensates("a", "undo_a"),
        undo_a=a(UserTask, for_compensation=True),
    )
    play = Simulation([process])
    run = play.start("p")
    play.complete("undo_a")
    assert run.completed() == ["s", "s1", "a", "undo_a", "stop", "cancelled", "sorry", "p"]
