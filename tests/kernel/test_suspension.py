"""Suspended means that nothing moves; resuming means that everything goes on which could not."""

from datetime import timedelta

import pytest

from engine.errors import Refused, Suspended
from engine.kernel.commands import (
    CancelInstance,
    CompleteWorkItem,
    DeliverMessage,
    FireTimer,
    ResolveIncident,
    ResumeInstance,
    SetVariables,
    SuspendInstance,
)
from engine.kernel.facts import ConditionMet, InstanceResumed, InstanceSuspended, TimerFired
from engine.kernel.state import Subscription, Timer, WorkItem
from engine.model.elements import BoundaryEvent, ExclusiveGateway, IntermediateCatchEvent, ReceiveTask, UserTask
from engine.model.events import ConditionalEventDefinition
from engine.simulation import Run, Simulation
from tests.kernel.sketch import a, feel, named, sketch, timer

SUSPEND, RESUME = SuspendInstance("the customer is on leave"), ResumeInstance("she is back")


def wait_of(run: Run, kind: type) -> int:
    return next(key for key, wait in run.state.waits.items() if isinstance(wait, kind))


def test_work_timers_and_messages_are_refused_until_it_is_resumed() -> None:
    play = Simulation(
        [
            sketch(
                "s -> a -> e; s -> b -> e; late -> e",
                a=UserTask,
                b=a(ReceiveTask, message=named("news")),
                late=a(BoundaryEvent, attached_to="a", definition=timer("timeDuration", '"PT1H"'), interrupting=False),
            )
        ]
    )
    run = play.start("p")
    commands = (
        FireTimer(wait_of(run, Timer)),
        CompleteWorkItem(wait_of(run, WorkItem)),
        DeliverMessage(wait_of(run, Subscription)),
    )
    play.do(run, SUSPEND)

    for command in commands:
        with pytest.raises(Suspended, match="until it is resumed"):
            play.do(run, command)

    play.do(run, RESUME)
    for command in commands:
        play.do(run, command)
    assert run.state.status == "completed"
    reasons = [fact.reason for fact in run.facts if isinstance(fact, InstanceSuspended | InstanceResumed)]
    assert reasons == [SUSPEND.reason, RESUME.reason]


def test_a_cycle_that_fell_due_several_times_fires_once_after_resuming() -> None:
    cycle = timer("timeCycle", '"R/PT1H"')
    play = Simulation(
        [
            sketch(
                "s -> a -> e; late -> b",
                a=UserTask,
                late=a(BoundaryEvent, attached_to="a", definition=cycle, interrupting=False),
            )
        ]
    )
    run = play.start("p")
    play.do(run, SUSPEND)
    play.now += timedelta(hours=5, minutes=30)
    play.do(run, RESUME)

    play.advance(timedelta())

    assert sum(isinstance(fact, TimerFired) for fact in run.facts) == 1
    assert [wait.due - play.now for wait in run.state.waits.values() if isinstance(wait, Timer)] == [
        timedelta(minutes=30)
    ]


def test_a_condition_that_became_true_meanwhile_happens_after_resuming() -> None:
    condition = ConditionalEventDefinition(feel("n > 5"))
    play = Simulation([sketch("s -> c -> e", c=a(IntermediateCatchEvent, definition=condition))])
    run = play.start("p", {"n": 1})
    play.do(run, SUSPEND)
    play.do(run, SetVariables({"n": 9}, reason="it was a slip"))
    assert not any(isinstance(fact, ConditionMet) for fact in run.facts)

    play.do(run, RESUME)

    assert run.state.status == "completed"


def test_a_suspended_instance_can_be_cancelled_but_not_retried() -> None:
    play = Simulation([sketch("s -> x; x -> a -> e", x=ExclusiveGateway, conditions={"x->a": "n > 5"})])
    run = play.start("p")
    (incident,) = run.state.incidents
    play.do(run, SUSPEND)
    with pytest.raises(Suspended):
        play.do(run, ResolveIncident(incident))

    play.do(run, CancelInstance("not needed"))

    assert run.state.status == "terminated"
    with pytest.raises(Refused, match="Only a suspended instance"):
        play.do(run, RESUME)
    with pytest.raises(Refused, match="Only what is under way"):
        play.do(run, SUSPEND)


def test_what_is_suspended_cannot_be_suspended_again() -> None:
    play = Simulation([sketch("s -> a -> e", a=UserTask)])
    run = play.start("p")
    with pytest.raises(Refused):
        play.do(run, RESUME)
    play.do(run, SUSPEND)
    with pytest.raises(Refused):
        play.do(run, SUSPEND)
