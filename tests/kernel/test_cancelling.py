"""Whatever stands within a transaction can cancel it: all that is complete in it is undone, and it is left once."""

from typing import Any

import pytest

from engine.model.elements import BoundaryEvent, EndEvent, ScriptTask, SubProcess, Transaction, UserTask
from engine.model.events import CancelEventDefinition, CompensateEventDefinition
from engine.model.extensions import MultiInstance, StandardLoop
from engine.model.process import Process
from engine.simulation import Simulation
from tests.kernel.sketch import a, error, feel, sketch, timer


def compensates(activity: str) -> Any:
    definition = CompensateEventDefinition(None)
    return a(BoundaryEvent, attached_to=activity, definition=definition, handler=f"undo_{activity}")


def trip(more: str = "", **kinds: Any) -> Process:
    """A transaction that a sub-process in it cancels, while another sub-process is on its way."""
    deep = {"t": "s1 -> a -> in -> e1; s1 -> beside; on_a; undo_a" + more, "in": "s2 -> b -> stop; on_b; undo_b"}
    fields: dict[str, Any] = {
        "t": Transaction,
        "inside": deep | {"beside": "s3 -> c -> wait; on_c; undo_c"},
        "in": SubProcess,
        "beside": SubProcess,
        "wait": UserTask,
        "b": UserTask,
        "stop": a(EndEvent, definition=CancelEventDefinition()),
        "cancelled": a(BoundaryEvent, attached_to="t", definition=CancelEventDefinition()),
    }
    for one in "abc":
        fields |= {f"on_{one}": compensates(one), f"undo_{one}": a(ScriptTask, for_compensation=True, script=feel("1"))}
    return sketch("s -> t -> e; cancelled -> sorry", **fields | kinds)


def test_what_stands_deeper_cancels_the_nearest_transaction_and_all_that_is_complete_in_it_is_undone() -> None:
    play = Simulation([trip()])
    run = play.start("p")
    play.complete("b", {"price": 7})
    undone = [one for one in run.completed() if one.startswith("undo_")]
    assert sorted(undone) == ["undo_a", "undo_b", "undo_c"]
    assert undone[-1] == "undo_a"
    assert run.completed()[-4:] == ["stop", "cancelled", "sorry", "p"]
    assert run.completed().count("stop") == 1
    assert not {"in", "beside", "t", "e"} & set(run.completed())


def test_nothing_at_the_boundary_between_happens_while_the_transaction_is_cancelled() -> None:
    caught = a(BoundaryEvent, attached_to="in", definition=error("BROKEN"))
    hourly = a(BoundaryEvent, attached_to="in", definition=timer("timeDuration", '"PT1H"'))
    process = trip("; caught; hourly", undo_b=a(UserTask, for_compensation=True), caught=caught, hourly=hourly)
    play = Simulation([process])
    run = play.start("p")
    play.complete("b")
    assert [type(wait).__name__ for wait in run.state.waits.values()] == ["WorkItem"]
    assert "in" not in {one.element for one in run.state.elements.values()}
    play.complete("undo_b")
    assert run.completed()[-3:] == ["cancelled", "sorry", "p"]


MANY = MultiInstance(False, feel("[1, 2]"), "item")
ROUNDS = StandardLoop(False, feel("true"), feel("2"))


@pytest.mark.parametrize("loop", [MANY, ROUNDS], ids=["many", "rounds"])
def test_one_item_of_a_repeated_sub_process_cancels_them_all(loop: MultiInstance | StandardLoop) -> None:
    repeated: dict[str, Any] = {"in": a(SubProcess, loop=loop)}
    process = trip(**repeated)
    play = Simulation([process])
    run = play.start("p")
    play.complete("b")
    assert run.state.status == "completed"
    assert run.completed().count("undo_b") == 1
    assert run.completed().count("cancelled") == 1
