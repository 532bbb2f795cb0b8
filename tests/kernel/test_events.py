"""Events: times, messages and errors, waited for, thrown, caught, and withdrawn in time."""

from datetime import timedelta

import pytest

from engine.errors import NotFound
from engine.kernel.commands import FireTimer
from engine.kernel.facts import ErrorThrown, TimerArmed
from engine.kernel.state import Timer
from engine.model.elements import (
    BoundaryEvent,
    EndEvent,
    EventBasedGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ReceiveTask,
    SendTask,
    StartEvent,
    SubProcess,
    UserTask,
)
from engine.model.events import TerminateEventDefinition
from engine.simulation import START, Simulation
from tests.kernel.sketch import a, error, maps, message, named, sketch, timer

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("timeDuration", '"P2D"'),
        ("timeDuration", 'duration("P2D")'),
        ("timeDate", '"2026-01-07T08:00:00Z"'),
        ("timeDate", 'now() + duration("P2D")'),
        ("timeCycle", '"R1/P2D"'),
    ],
)
def test_a_timer_event_waits_until_it_is_due(kind: str, value: str) -> None:
    play = Simulation([sketch("s -> t -> e", t=a(IntermediateCatchEvent, definition=timer(kind, value)))])
    run = play.start("p")
    play.advance(2 * DAY - timedelta(seconds=1))
    assert run.state.status == "active"
    play.advance(timedelta(seconds=1))
    assert run.state.status == "completed"


def test_a_timer_without_a_sensible_value_is_an_incident_that_says_what_it_should_be() -> None:
    play = Simulation([sketch("s -> t", t=a(IntermediateCatchEvent, definition=timer("timeDuration", '"soon"')))])
    (incident,) = play.start("p").state.incidents.values()
    assert incident.sentence == "The duration of t must be a duration such as PT2H or P3D, but is soon."


def test_a_message_event_waits_for_its_name_and_correlation_key() -> None:
    process = sketch("s -> m -> e", m=a(IntermediateCatchEvent, definition=message("paid", "invoice")))
    play = Simulation([process])
    run = play.start("p", {"invoice": 42})
    assert not play.publish("paid", "41")
    assert not play.publish("refused", "42")
    assert play.publish("paid", "42", {"amount": 10})
    assert run.variables() == {"invoice": 42, "amount": 10}
    assert run.state.status == "completed"


def test_a_message_start_event_starts_an_instance_with_what_the_message_carries() -> None:
    process = sketch("s -> a", s=a(StartEvent, definition=message("contact")), a=UserTask)
    play = Simulation([process])
    assert play.publish("contact", "", {"company": "Oy"})
    assert play.runs[0].variables() == {"company": "Oy"}


def test_a_thrown_message_reaches_another_instance_with_the_inputs_of_the_event() -> None:
    thrower = sketch(
        "s -> m -> e",
        id="thrower",
        m=a(IntermediateThrowEvent, definition=message("paid", "invoice"), inputs=maps(amount="sum * 2")),
    )
    waiter = sketch("s -> r -> e", id="waiter", r=a(ReceiveTask, message=named("paid", "invoice")))
    play = Simulation([thrower, waiter])
    waiting = play.start("waiter", {"invoice": "7"})
    play.start("thrower", {"invoice": "7", "sum": 21})
    assert waiting.state.status == "completed"
    assert waiting.variables()["amount"] == 42


def test_a_message_that_comes_too_early_is_kept_for_who_will_wait_for_it() -> None:
    process = sketch("s -> a -> m -> e", a=UserTask, m=a(IntermediateCatchEvent, definition=message("paid", "invoice")))
    play = Simulation([process])
    run = play.start("p", {"invoice": 42})
    assert not play.publish("paid", "42")
    play.complete("a")
    assert run.state.status == "completed"


def test_a_send_task_and_a_message_end_event_throw_their_messages() -> None:
    sender = sketch(
        "s -> t -> e", id="sender", t=a(SendTask, message=named("one")), e=a(EndEvent, definition=message("two"))
    )
    waiter = sketch(
        "s -> r -> q", id="waiter", r=a(ReceiveTask, message=named("one")), q=a(ReceiveTask, message=named("two"))
    )
    play = Simulation([sender, waiter])
    waiting = play.start("waiter")
    play.start("sender")
    assert waiting.state.status == "completed"


def test_an_interrupting_boundary_timer_ends_the_task() -> None:
    late = a(BoundaryEvent, attached_to="a", definition=timer("timeDuration", '"P1D"'))
    play = Simulation([sketch("s -> a -> e; late -> b", a=UserTask, b=UserTask, late=late)])
    run = play.start("p")
    play.advance(DAY)
    with pytest.raises(NotFound):
        play.complete("a")
    play.complete("b")
    assert run.completed() == ["s", "late", "b", "p"]


def test_a_completed_task_disarms_its_boundary_timer() -> None:
    late = a(BoundaryEvent, attached_to="a", definition=timer("timeDuration", '"P1D"'))
    play = Simulation([sketch("s -> a -> c; late -> b", a=UserTask, c=UserTask, late=late)])
    run = play.start("p")
    play.complete("a")
    play.advance(3 * DAY)
    assert "late" not in run.completed()
    with pytest.raises(NotFound, match="no open timer"):
        play.do(run, FireTimer(4))


def test_a_cycle_reminds_as_often_as_it_says_and_does_not_drift() -> None:
    remind = a(BoundaryEvent, attached_to="a", interrupting=False, definition=timer("timeCycle", '"R3/P1D"'))
    play = Simulation([sketch("s -> a -> e; remind -> mail", a=UserTask, remind=remind)])
    run = play.start("p")
    play.advance(10 * DAY)
    assert run.completed().count("mail") == 3
    assert [fact.due for fact in run.facts if isinstance(fact, TimerArmed)] == [START + n * DAY for n in (1, 2, 3)]
    play.complete("a")
    assert run.state.status == "completed"


@pytest.mark.parametrize(("interval", "months"), [("P1D", 0), ("P1M", 1)])
def test_repetitions_that_were_missed_are_made_up_for_once(interval: str, months: int) -> None:
    remind = a(BoundaryEvent, attached_to="a", interrupting=False, definition=timer("timeCycle", f'"R/{interval}"'))
    play = Simulation([sketch("s -> a -> e; remind -> mail", a=UserTask, remind=remind)])
    run = play.start("p")
    (key,) = (key for key, wait in run.state.waits.items() if isinstance(wait, Timer))
    play.now = START + 100 * DAY  # nothing ran for a hundred days
    play.do(run, FireTimer(key))
    assert run.completed().count("mail") == 1
    (due,) = (wait.due for wait in run.state.waits.values() if isinstance(wait, Timer))
    assert due == (START.replace(month=5) if months else START + 101 * DAY)


def test_a_non_interrupting_message_can_come_again_and_again() -> None:
    asked = a(BoundaryEvent, attached_to="a", interrupting=False, definition=message("asked", "id"))
    play = Simulation([sketch("s -> a -> e; asked -> b", a=UserTask, asked=asked)])
    run = play.start("p", {"id": "x"})
    assert play.publish("asked", "x")
    assert play.publish("asked", "x")
    assert run.completed().count("b") == 2
    play.complete("a")
    assert run.state.status == "completed"
    assert not play.publish("asked", "x")


def test_an_error_end_event_is_caught_by_the_nearest_event_that_names_its_code() -> None:
    process = sketch(
        "s -> outer -> e; all -> lost",
        outer=SubProcess,
        inner=SubProcess,
        inside={"outer": "s1 -> inner -> e1; broken -> mended", "inner": "s2 -> e2; s2 -> waits"},
        waits=UserTask,
        e2=a(EndEvent, definition=error("BROKEN")),
        broken=a(BoundaryEvent, attached_to="inner", definition=error("BROKEN")),
        all=a(BoundaryEvent, attached_to="outer", definition=error()),
    )
    run = Simulation([process]).start("p")
    assert "mended" in run.completed()
    assert "lost" not in run.completed()
    assert run.state.status == "completed"
    assert [fact.caught_by for fact in run.facts if isinstance(fact, ErrorThrown)] == ["broken"]


def test_an_error_without_a_catcher_of_its_code_reaches_the_event_that_catches_all() -> None:
    process = sketch(
        "s -> sub -> e; all -> found",
        sub=SubProcess,
        inside={"sub": "s1 -> e1"},
        e1=a(EndEvent, definition=error("OTHER")),
        all=a(BoundaryEvent, attached_to="sub", definition=error()),
    )
    assert "found" in Simulation([process]).start("p").completed()


def test_an_error_that_nothing_catches_is_an_incident() -> None:
    run = Simulation([sketch("s -> e", e=a(EndEvent, definition=error("LOST")))]).start("p")
    (incident,) = run.state.incidents.values()
    assert "The error LOST that e throws is caught by no event around it" in incident.sentence


def test_a_terminate_end_event_ends_all_that_is_alive_in_its_scope_only() -> None:
    process = sketch(
        "s -> sub -> after; s -> other",
        sub=SubProcess,
        inside={"sub": "s1 -> stop; s1 -> b"},
        stop=a(EndEvent, definition=TerminateEventDefinition()),
        b=UserTask,
        other=UserTask,
    )
    play = Simulation([process])
    run = play.start("p")
    assert "after" in run.completed()
    with pytest.raises(NotFound):
        play.complete("b")
    play.complete("other")
    assert run.state.status == "completed"


def test_a_sub_process_that_was_just_entered_is_terminated_with_the_scope_around_it() -> None:
    process = sketch(
        "s -> sub -> after",
        sub=SubProcess,
        inner=SubProcess,
        inside={"sub": "s1 -> soon -> stop; s1 -> inner", "inner": "s2 -> b"},
        stop=a(EndEvent, definition=TerminateEventDefinition()),
        b=UserTask,
    )
    run = Simulation([process]).start("p")
    assert run.state.status == "completed"
    assert "after" in run.completed()
    assert "s2" not in run.completed()


GATEWAY = sketch(
    "s -> g -> m -> e1; g -> t -> e2; g -> r -> e3",
    g=EventBasedGateway,
    m=a(IntermediateCatchEvent, definition=message("yes", "id")),
    t=a(IntermediateCatchEvent, definition=timer("timeDuration", '"P1D"')),
    r=a(ReceiveTask, message=named("no", "id")),
)


@pytest.mark.parametrize(("happens", "end"), [("yes", "e1"), ("time", "e2"), ("no", "e3")])
def test_the_first_event_behind_an_event_based_gateway_takes_the_token(happens: str, end: str) -> None:
    play = Simulation([GATEWAY])
    run = play.start("p", {"id": "1"})
    if happens == "time":
        play.advance(DAY)
    else:
        assert play.publish(happens, "1")
    assert run.completed()[-2:] == [end, "p"]
    assert not run.state.waits
