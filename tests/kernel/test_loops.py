"""Standard loops, and activities that take or give several tokens."""

from typing import Any

import pytest

from engine.model.elements import CallActivity, ScriptTask, SubProcess, Task, UserTask
from engine.model.extensions import CalledElement, MultiInstance, StandardLoop
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, feel, sketch


def count(test_before: bool, condition: str, maximum: str | None = None, begin: int = 0) -> Run:
    """A script that counts up, in a loop."""
    loop = StandardLoop(test_before, feel(condition), feel(maximum) if maximum else None)
    task = a(ScriptTask, script=feel("n + 1"), result_variable="n", loop=loop)
    return Simulation([sketch("s -> t -> e", t=task)]).start("p", {"n": begin})


@pytest.mark.parametrize(("test_before", "begin", "end"), [(True, 0, 3), (True, 5, 5), (False, 0, 3), (False, 5, 6)])
def test_a_standard_loop_tests_its_condition_before_or_after_each_round(
    test_before: bool, begin: int, end: int
) -> None:
    run = count(test_before, "n < 3", begin=begin)
    assert run.variables() == {"n": end}
    assert run.state.status == "completed"


@pytest.mark.parametrize(("maximum", "end"), [("2", 2), ("0", 0)])
def test_a_standard_loop_ends_at_its_maximum(maximum: str, end: int) -> None:
    assert count(False, "true", maximum).variables() == {"n": end}


def test_a_loop_condition_that_is_not_true_or_false_is_an_incident() -> None:
    (incident,) = count(True, "missing > 1").state.incidents.values()
    assert "must be true or false" in incident.sentence


def test_a_sub_process_can_loop_with_people_in_it() -> None:
    loop = StandardLoop(False, feel("again"))
    play = Simulation([sketch("s -> sub -> e", sub=a(SubProcess, loop=loop), inside={"sub": "s1 -> b"}, b=UserTask)])
    run = play.start("p")
    for again in (True, True, False):
        play.complete("b", {"again": again})
    assert run.completed().count("b") == 3
    assert run.state.status == "completed"


def test_an_activity_waits_for_its_start_quantity() -> None:
    play = Simulation([sketch("s -> a -> c; s -> b -> c -> d", a=UserTask, b=UserTask, c=a(Task, start_quantity=2))])
    run = play.start("p")
    play.complete("a")
    assert "c" not in run.completed()
    play.complete("b")
    assert run.completed().count("c") == 1
    assert run.state.status == "completed"


def test_an_activity_gives_its_completion_quantity_of_tokens() -> None:
    run = Simulation([sketch("s -> a -> b", a=a(Task, completion_quantity=3))]).start("p")
    assert run.completed().count("b") == 3


@pytest.mark.parametrize(
    "loop",
    [
        StandardLoop(False, feel("loopCounter < 2")),
        MultiInstance(sequential=False, collection=feel('["a", "b"]'), element_variable="item"),
        MultiInstance(sequential=True, collection=feel('["a", "b"]'), element_variable="item"),
    ],
)
def test_what_is_called_again_and_again_does_not_hand_back_the_counter_and_the_item(loop: Any) -> None:
    script = a(ScriptTask, script=feel("loopCounter * 10"), result_variable="last")
    called = sketch("s -> t -> e", id="called", t=script)
    calls = sketch("s -> c -> e", c=a(CallActivity, called=CalledElement(feel('"called"')), loop=loop))

    run = Simulation([calls, called]).start("p", {"item": "mine"})

    assert run.state.status == "completed"
    assert run.variables() == {"item": "mine", "last": 20}
