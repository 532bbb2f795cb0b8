"""Migrating: what is alive goes on in another version, what it waits for stays right, and what can't is told before."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from engine.errors import Impossible
from engine.kernel.commands import MigrateInstance, ResolveIncident, ResumeInstance, SuspendInstance
from engine.kernel.facts import InstanceMigrated, MessageSubscribed, MessageUnsubscribed
from engine.kernel.operations.plan import plan
from engine.kernel.state import ROOT, Subscription, Timer
from engine.model.elements import (
    BoundaryEvent,
    CallActivity,
    EventBasedGateway,
    EventSubProcess,
    ExclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ParallelGateway,
    ReceiveTask,
    ScriptTask,
    ServiceTask,
    StartEvent,
    SubProcess,
    UserTask,
)
from engine.model.events import CompensateEventDefinition, ConditionalEventDefinition, Signal, SignalEventDefinition
from engine.model.extensions import CalledElement, JobDefinition, MultiInstance
from engine.model.process import Process
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, feel, message, named, sketch, timer

PAIR = MultiInstance(False, feel("[1, 2]"), "item", "results", feel("item"))
QUEUE = MultiInstance(True, feel("[1, 2]"), "item")
JOB = JobDefinition(feel('"work"'), feel("1"))


def migrated(*versions: Process, variables: dict[str, Any] | None = None) -> tuple[Simulation, Run]:
    """An instance of the first version, which has been migrated to the second."""
    play = Simulation(versions)
    run = play.start("p", variables or {})
    migrate(play, run)
    return play, run


def migrate(play: Simulation, run: Run, **mapping: str) -> None:
    play.do(run, MigrateInstance("p:1", "p:2", "the new form", mapping))


def told(play: Simulation, run: Run, **mapping: str) -> list[str]:
    """What the plan says: what would become of everything, or why it can't be done."""
    planned = plan(play, run.state, MigrateInstance("p:1", "p:2", "the new form", mapping), play.now)
    if planned.reasons:
        with pytest.raises(Impossible) as impossible:
            migrate(play, Run(state=copy(run)), **mapping)
        assert impossible.value.reasons == planned.reasons
    return [str(one) for one in planned.reasons or planned.remarks]


def copy(run: Run) -> Any:
    from engine.kernel.encoding import decode_state, encode_state

    return decode_state(encode_state(run.state))


def test_work_goes_on_in_the_new_version() -> None:
    play, run = migrated(sketch("s -> a -> e", a=UserTask), sketch("s -> a -> b -> e", a=UserTask, b=UserTask))

    assert run.state.elements[ROOT].definition == "p:2"
    (fact,) = [fact for fact in run.facts if isinstance(fact, InstanceMigrated)]
    assert (fact.process, fact.definition, fact.reason) == (ROOT, "p:2", "the new form")
    play.complete("a")
    play.complete("b")
    assert run.state.status == "completed"


def test_renamed_elements_and_flows_are_followed_everywhere() -> None:
    old = sketch("s -> a -> j; s -> b -> j; j -> e", a=UserTask, b=UserTask, j=ParallelGateway)
    new = sketch("s -> one -> join; s -> two -> join; join -> e", one=UserTask, two=UserTask, join=ParallelGateway)
    play = Simulation([old, new])
    run = play.start("p")
    play.complete("a")
    mapping = {"a": "one", "b": "two", "j": "join", "a->j": "one->join"}

    assert told(play, run, **mapping) == [
        "b goes on as two in p:2.",
        "The work of b stays in the inbox as it is, with its form and who holds it.",
    ]
    migrate(play, run, **mapping)

    play.complete("two")
    assert run.state.status == "completed"


def test_a_timer_keeps_its_time_and_other_events_around_come_and_go() -> None:
    def version(hours: int, **events: Any) -> Process:
        late = partial(BoundaryEvent, attached_to="a", definition=timer("timeDuration", f'"PT{hours}H"'))
        names = "; ".join(f"{name} -> e" for name in ("late", *events))
        return sketch(f"s -> a -> e; {names}", a=UserTask, late=late, **events)

    asked = partial(BoundaryEvent, attached_to="a", definition=message("asked", "k"))
    left = partial(BoundaryEvent, attached_to="a", definition=message("left", "k"))
    play = Simulation([version(2, asked=asked), version(9, left=left)])
    run = play.start("p", {"k": "17"})
    play.advance(timedelta(hours=1))

    assert told(play, run) == [
        "a goes on in p:2.",
        "The work of a stays in the inbox as it is, with its form and who holds it.",
        "The timer of late keeps its time: 2026-01-05 10:00.",
        "asked is not in p:2: it is no longer awaited.",
        "left is new in p:2: it is awaited from now on.",
    ]
    migrate(play, run)

    names = [wait.name for wait in run.state.waits.values() if isinstance(wait, Subscription)]
    assert names == ["left"]
    play.advance(timedelta(hours=1))
    assert run.state.status == "completed"


def test_a_reminder_that_has_been_sent_is_not_sent_again() -> None:
    late = a(BoundaryEvent, attached_to="a", definition=timer("timeDuration", '"PT1H"'), interrupting=False)
    process = sketch("s -> a -> e; late -> r", a=UserTask, late=late)
    play = Simulation([process, process])
    run = play.start("p")
    play.advance(timedelta(hours=2))

    migrate(play, run)

    assert not any(isinstance(wait, Timer) for wait in run.state.waits.values())


def test_a_message_of_another_name_is_awaited_anew_and_of_the_same_name_is_left_alone() -> None:
    play, run = migrated(
        sketch(
            "s -> c -> e; s -> r -> e",
            c=a(IntermediateCatchEvent, definition=message("old", "k")),
            r=a(ReceiveTask, message=named("same", "k")),
        ),
        sketch(
            "s -> c -> e; s -> r -> e",
            c=a(IntermediateCatchEvent, definition=message("new", "k")),
            r=a(ReceiveTask, message=named("same", "k")),
        ),
        variables={"k": "1"},
    )
    assert [fact.name for fact in run.facts if isinstance(fact, MessageSubscribed)] == ["old", "same", "new"]
    assert sum(isinstance(fact, MessageUnsubscribed) for fact in run.facts) == 1
    play.publish("new", "1")
    play.publish("same", "1")
    assert run.state.status == "completed"


def test_signals_conditions_and_event_gateways_follow_the_new_diagram() -> None:
    def version(signal: str, limit: int, more: str) -> Process:
        wait: dict[str, Any] = {more: a(IntermediateCatchEvent, definition=timer("timeDuration", '"PT5H"'))}
        return sketch(
            f"s -> c -> e; s -> g; g -> x -> e; g -> {more} -> e",
            c=a(IntermediateCatchEvent, definition=ConditionalEventDefinition(feel(f"n > {limit}"))),
            g=EventBasedGateway,
            x=a(IntermediateCatchEvent, definition=SignalEventDefinition(Signal("x", feel(f'"{signal}"')))),
            **wait,
        )

    play, run = migrated(version("old", 5, "t"), version("new", 2, "u"), variables={"n": 3})

    assert run.completed() == ["s", "c", "e"]
    play.broadcast("old")
    assert run.state.status == "active"
    assert [wait.event for wait in run.state.waits.values() if isinstance(wait, Timer)] == ["u"]
    play.broadcast("new")
    assert run.state.status == "completed"


def test_items_jobs_event_sub_processes_and_incidents_go_on() -> None:
    def version(catches: str, script: str) -> Process:
        return sketch(
            "s -> many -> e; s -> q -> e; s -> x; x -> y -> e; handle",
            inside={"many": "s1 -> i -> e1", "handle": "on -> h -> e2"},
            conditions={"x->y": script},
            many=a(SubProcess, loop=PAIR),
            i=UserTask,
            q=a(ServiceTask, job=JOB, loop=QUEUE),
            x=ExclusiveGateway,
            handle=EventSubProcess,
            on=a(StartEvent, definition=message(catches, "k"), interrupting=False),
            h=UserTask,
        )

    play, run = migrated(version("old", "nothing > 1"), version("new", "1 = 1"), variables={"k": "1"})

    (incident,) = run.state.incidents
    play.do(run, ResolveIncident(incident))
    assert play.publish("new", "1")
    for element in ("h", "i", "i", "q", "q"):
        play.complete(element)
    assert run.completed().count("h") == 1
    assert run.variables()["results"] == [1, 2]
    assert [wait for wait in run.state.waits.values() if not isinstance(wait, Subscription)] == []
    assert run.state.status == "completed"


def test_called_processes_keep_their_own_version_or_are_migrated_themselves() -> None:
    call = a(CallActivity, called=CalledElement(feel('"q"')))
    caller = sketch("s -> c -> e", c=call)
    called = sketch("s -> a -> e", id="q", a=UserTask)
    play = Simulation([caller, caller, called, sketch("s -> a -> b -> e", id="q", a=UserTask, b=UserTask)])
    run = play.start("p")

    migrate(play, run)
    assert sorted(one.definition for one in run.state.elements.values() if one.definition) == ["p:2", "q:1"]
    play.do(run, MigrateInstance("q:1", "q:2", "also"))

    play.complete("a")
    play.complete("b")
    assert run.state.status == "completed"


def test_what_was_complete_can_still_be_undone() -> None:
    def drawn(undo: str) -> Process:
        handler: dict[str, Any] = {undo: a(UserTask, for_compensation=True)}
        return sketch(
            f"s -> a -> w -> t -> e; comp; {undo}",
            a=ScriptTask,
            w=UserTask,
            comp=a(BoundaryEvent, attached_to="a", definition=CompensateEventDefinition(), handler=undo),
            t=a(IntermediateThrowEvent, definition=CompensateEventDefinition()),
            **handler,
        )

    play = Simulation([drawn("undo"), drawn("takeBack")])
    run = play.start("p")
    assert told(play, run) == [
        "a is complete and could be undone; in p:2 it could not. Undo it first, or end it there."
    ]
    migrate(play, run, undo="takeBack")
    play.complete("w")
    play.complete("takeBack")
    assert run.state.status == "completed"


def test_a_suspended_instance_can_be_migrated() -> None:
    process = sketch("s -> a -> e", a=UserTask)
    play = Simulation([process, process])
    run = play.start("p")
    play.do(run, SuspendInstance("first look"))
    migrate(play, run)
    play.do(run, ResumeInstance("go"))
    play.complete("a")
    assert run.state.status == "completed"


def one(kind: Any, **more: Any) -> Process:
    return sketch("s -> a -> e", a=a(kind, **more))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            one(UserTask),
            sketch("s -> b -> e", b=UserTask),
            "a is alive, and p:2 has no element a. Say which element it goes on as, or end it first.",
        ),
        (
            one(UserTask),
            one(ReceiveTask, message=named("x", "k")),
            "a (user task) can't go on as a (receive task) in p:2: what it waits for would be lost.",
        ),
        (
            one(IntermediateCatchEvent, definition=message("x", "k")),
            one(IntermediateCatchEvent, definition=timer("timeDuration", '"PT1H"')),
            "a (intermediate catch event) can't go on as a (intermediate catch event) in p:2: "
            "what it waits for would be lost.",
        ),
        (
            one(UserTask),
            sketch("s -> sub -> e", inside={"sub": "s1 -> a -> e1"}, sub=SubProcess, a=UserTask),
            "a is in “p”, and a in p:2 is in sub: it can't leave its scope.",
        ),
        (
            one(UserTask),
            one(UserTask, loop=PAIR),
            "a is done for several items, and a in p:2 not in the same way: items would be lost.",
        ),
        (
            one(ServiceTask, job=JOB),
            one(ServiceTask),
            "a waits for a job, and a in p:2 has none: nobody could complete it.",
        ),
        (one(UserTask), sketch("s -> a", id="q", a=UserTask), "There is no version p:2."),
    ],
)
def test_what_would_be_lost_refuses_the_migration(old: Process, new: Process, reason: str) -> None:
    play = Simulation([old, new])
    run = play.start("p", {"k": "1"})

    assert told(play, run) == [reason]


def test_a_waiting_token_needs_its_flow() -> None:
    old = sketch("s -> a -> j; s -> b -> j; j -> e", a=UserTask, b=UserTask, j=ParallelGateway)
    new = sketch("s -> a -> x -> j; s -> b -> j; j -> e", a=UserTask, b=UserTask, x=UserTask, j=ParallelGateway)
    play = Simulation([old, new])
    run = play.start("p")
    play.complete("a")

    assert told(play, run) == [
        "A token waits on the sequence flow a->j, which p:2 does not have. Say which it goes on along."
    ]
    assert told(play, run, **{"a->j": "a->x"}) == [
        "A token waits on the sequence flow a->j at j; in p:2 it leads to x."
    ]
    migrate(play, run, **{"a->j": "x->j"})
    play.complete("b")
    assert run.state.status == "completed"


def test_a_mapping_of_unknown_ids_is_refused() -> None:
    play = Simulation([one(UserTask), one(UserTask)])
    run = play.start("p")
    assert told(play, run, zzz="a", a="yyy") == [
        "p:1 has no element or sequence flow zzz, which the mapping speaks of.",
        "p:2 has no element or sequence flow yyy, which the mapping speaks of.",
    ]
    migrate(play, run)
    assert told(play, run) == ["Nothing in this instance runs the version p:1."]
