"""Operators end and begin things: all of it or nothing, with every reason why not, and a plan before."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.errors import Impossible, Refused
from engine.kernel.commands import CompleteWorkItem, ModifyInstance, ResumeInstance, SuspendInstance
from engine.kernel.facts import InstanceModified, VariablesSet
from engine.kernel.instructions import EndElement, EndTokens, Instruction, Move, StartAfter, StartBefore
from engine.kernel.operations.plan import plan
from engine.kernel.state import ROOT, WorkItem
from engine.model.elements import (
    AdHocSubProcess,
    BoundaryEvent,
    EventSubProcess,
    ExclusiveGateway,
    IntermediateCatchEvent,
    ParallelGateway,
    StartEvent,
    SubProcess,
    UserTask,
)
from engine.model.extensions import MultiInstance
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, feel, message, sketch, timer

PAIR = MultiInstance(False, feel("[1, 2]"), "item", "results", feel("item"))


def modify(play: Simulation, run: Run, *instructions: Instruction) -> None:
    play.do(run, ModifyInstance(instructions, "it went wrong"))


def alive(run: Run) -> list[str]:
    return sorted(one.element for one in run.state.elements.values() if not one.definition)


def key_of(run: Run, element: str, index: int = 0) -> int:
    return next(key for key, one in run.state.elements.items() if one.element == element and one.index == index)


def finish(play: Simulation, run: Run) -> None:
    for _ in range(20):
        if key := next((key for key, wait in run.state.waits.items() if isinstance(wait, WorkItem)), 0):
            play.do(run, CompleteWorkItem(key))


def refused(play: Simulation, run: Run, *instructions: Instruction) -> list[str]:
    """The reasons, which the plan and the command give alike; nothing has changed."""
    command = ModifyInstance(instructions, "try")
    planned = plan(play, run.state, command, play.now)
    saved = alive(run)
    with pytest.raises(Impossible) as impossible:
        play.do(Run(state=plan_copy(run)), command)
    assert impossible.value.reasons == planned.reasons
    assert alive(run) == saved
    return [str(reason) for reason in planned.reasons]


def plan_copy(run: Run) -> Any:
    from engine.kernel.encoding import decode_state, encode_state

    return decode_state(encode_state(run.state))


def test_a_token_is_moved_back_with_new_data() -> None:
    play = Simulation([sketch("s -> first -> second -> e", first=UserTask, second=UserTask)])
    run = play.start("p")
    play.complete("first")

    modify(play, run, Move(key_of(run, "second"), "first", {"again": True}))

    assert alive(run) == ["first"]
    assert run.variables() == {"again": True}
    (told,) = [fact for fact in run.facts if isinstance(fact, InstanceModified)]
    assert (told.reason, told.ended, told.started) == ("it went wrong", ("second",), ("first",))
    assert [fact.reason for fact in run.facts if isinstance(fact, VariablesSet)] == ["it went wrong"]
    finish(play, run)
    assert run.state.status == "completed"


def test_something_begins_inside_a_sub_process_that_is_not_running() -> None:
    play = Simulation(
        [
            sketch(
                "s -> before -> sub -> e",
                inside={"sub": "s1 -> a -> b -> e1"},
                before=UserTask,
                sub=SubProcess,
                a=UserTask,
                b=UserTask,
            )
        ]
    )
    run = play.start("p")

    modify(play, run, Move(key_of(run, "before"), "b"))

    assert alive(run) == ["b", "sub"]
    finish(play, run)
    assert run.state.status == "completed"
    assert "a" not in run.completed()


def test_two_begin_in_one_new_scope_and_end_it_together() -> None:
    play = Simulation(
        [
            sketch(
                "s -> before -> sub -> e",
                inside={"sub": "s1 -> a -> e1; s1 -> b"},
                before=UserTask,
                sub=SubProcess,
                a=UserTask,
                b=UserTask,
            )
        ]
    )
    run = play.start("p")
    modify(play, run, EndElement(key_of(run, "before")), StartBefore("a"), StartBefore("b"))
    assert alive(run) == ["a", "b", "sub"]
    finish(play, run)
    assert run.state.status == "completed"


def test_a_token_goes_along_a_flow() -> None:
    play = Simulation(
        [sketch("s -> a -> x; x -> b -> e; x -> c -> e", a=UserTask, x=ExclusiveGateway, b=UserTask, c=UserTask)]
    )
    run = play.start("p")

    modify(play, run, EndElement(key_of(run, "a")), StartAfter("x->c"))
    assert alive(run) == ["c"]
    modify(play, run, StartAfter("b"))

    assert alive(run) == ["c"]
    assert refused(play, run, StartAfter("x")) == ["Several sequence flows lead out of x: x->b, x->c. Name the one."]
    assert refused(play, run, StartAfter("e")) == ["No sequence flow leads out of e."]


def test_a_scope_in_which_nothing_is_left_ends_and_the_instance_with_it() -> None:
    play = Simulation([sketch("s -> sub -> e", inside={"sub": "s1 -> a -> e1"}, sub=SubProcess, a=UserTask)])
    run = play.start("p")
    command = ModifyInstance((EndElement(key_of(run, "a")),), "enough")
    told = [str(one) for one in plan(play, run.state, command, play.now).remarks]
    assert told == [
        "a ends, and what is alive inside it. No token goes on from it.",
        "Nothing is left in sub: it ends too.",
        "Nothing is left in the instance: it ends.",
    ]
    assert run.state.status == "active"

    play.do(run, command)

    assert run.state.status == "terminated"
    assert list(run.state.elements) == [ROOT]


def test_tokens_that_wait_at_a_gateway_are_taken_away() -> None:
    play = Simulation([sketch("s -> a -> j; s -> b -> j; j -> e", a=UserTask, b=UserTask, j=ParallelGateway)])
    run = play.start("p")
    play.complete("a")

    modify(play, run, EndTokens("a->j", ROOT), StartBefore("a"))

    assert run.state.elements[ROOT].tokens == {}
    assert alive(run) == ["a", "b"]
    finish(play, run)
    assert run.state.status == "completed"
    assert refused(play, play.start("p"), EndTokens("a->j", ROOT)) == [
        "No token waits on the sequence flow a->j in the scope 1."
    ]


def test_an_item_that_is_ended_counts_as_done() -> None:
    play = Simulation([sketch("s -> a -> e", a=a(UserTask, loop=PAIR))])
    run = play.start("p")

    modify(play, run, EndElement(key_of(run, "a", 2)))
    assert alive(run) == ["a", "a"]
    finish(play, run)

    assert run.state.status == "completed"
    assert run.variables()["results"] == [1, None]


def test_what_begins_in_a_suspended_instance_waits_for_its_resuming() -> None:
    play = Simulation([sketch("s -> a -> b -> e; a -> c -> e", a=UserTask, b=UserTask, c=UserTask)])
    run = play.start("p")
    play.do(run, SuspendInstance("look"))

    modify(play, run, Move(key_of(run, "a"), "b"), StartAfter("a->c"))
    assert alive(run) == ["b"]
    assert not run.state.waits

    play.do(run, ResumeInstance("go"))
    assert alive(run) == ["b", "c"]
    finish(play, run)
    assert run.state.status == "completed"


NO_ITEM = (
    "inner is in many, which is done for several items. Say in which of them it shall begin, or start before many."
)


@pytest.mark.parametrize(
    ("instruction", "reason"),
    [
        (lambda _run: StartBefore("nowhere"), "No process of this instance has an element or sequence flow nowhere."),
        (lambda _run: StartBefore("late"), "late is attached to another element and can't begin by itself."),
        (lambda _run: StartBefore("on"), "on begins only by its event. Start after it."),
        (lambda _run: StartBefore("event"), "event begins only by its event. Start after it."),
        (
            lambda _run: StartBefore("caught"),
            "caught is in event, which is not under way and begins only by its event.",
        ),
        (lambda _run: StartBefore("inner"), NO_ITEM),
        (lambda _run: StartBefore("listed"), "queue lets its activities begin one by one"),
        (lambda _run: StartBefore("a", 77), "The scope 77 is not alive, or a does not stand in it."),
        (lambda run: EndElement(ROOT), "“p” is a whole process. Cancel the instance"),
        (lambda _run: EndElement(99), "There is no element instance 99 alive"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(instruction: Callable[[Run], Instruction], reason: str) -> None:
    process = sketch(
        "s -> a -> e; a -> many -> e; late -> e; a -> queue -> e; event",
        inside={"many": "s1 -> inner -> e1", "event": "on -> caught -> e2", "queue": "listed; other"},
        a=UserTask,
        many=a(SubProcess, loop=PAIR),
        late=a(BoundaryEvent, attached_to="a", definition=timer("timeDuration", '"PT1H"')),
        event=EventSubProcess,
        on=a(StartEvent, definition=message("news", '"k"')),
        queue=a(AdHocSubProcess, sequential=True),
        inner=UserTask,
        listed=UserTask,
        other=UserTask,
        caught=UserTask,
    )
    play = Simulation([process])
    run = play.start("p")

    (said,) = refused(play, run, instruction(run))

    assert said.startswith(reason)


def test_every_reason_is_told_at_once_and_several_scopes_must_be_told_apart() -> None:
    play = Simulation([sketch("s -> m -> e", inside={"m": "s1 -> a -> e1"}, m=a(SubProcess, loop=PAIR), a=UserTask)])
    run = play.start("p")
    items = [key for key, one in run.state.elements.items() if one.element == "m" and one.index]

    assert refused(play, run, StartBefore("a"), StartBefore("zzz")) == [
        f"a could begin in several places: {items[0]} (m), {items[1]} (m). Say in which.",
        "No process of this instance has an element or sequence flow zzz.",
    ]
    body = key_of(run, "m")
    assert refused(play, run, StartBefore("a", body)) == [
        f"The scope {body} is the frame around the items of m. Choose one of the items."
    ]
    modify(play, run, StartBefore("a", items[1]))
    assert alive(run).count("a") == 3
    finish(play, run)
    assert run.state.status == "completed"


def test_an_empty_modification_and_one_of_a_finished_instance_are_refused() -> None:
    play = Simulation([sketch("s -> a -> e", a=UserTask)])
    run = play.start("p")
    assert refused(play, run) == ["There is nothing to do: choose what shall end or begin."]
    play.complete("a")
    with pytest.raises(Refused, match="is completed"):
        modify(play, run, StartBefore("a"))


def test_an_event_can_be_passed_over() -> None:
    play = Simulation(
        [sketch("s -> c -> a -> e", c=a(IntermediateCatchEvent, definition=message("x", '"k"')), a=UserTask)]
    )
    run = play.start("p")
    modify(play, run, EndElement(key_of(run, "c")), StartAfter("c"))
    assert alive(run) == ["a"]
    assert len(run.state.waits) == 1
