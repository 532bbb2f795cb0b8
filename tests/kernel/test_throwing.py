"""What is thrown finds who catches it: links, escalations, event sub-processes."""

from datetime import timedelta

import pytest

from engine.errors import NotFound
from engine.kernel.commands import ThrowJobError
from engine.kernel.facts import EscalationThrown
from engine.model.elements import (
    BoundaryEvent,
    EndEvent,
    EventSubProcess,
    InclusiveGateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    ServiceTask,
    StartEvent,
    SubProcess,
    UserTask,
)
from engine.model.events import Escalation, EscalationEventDefinition, LinkEventDefinition
from engine.model.extensions import JobDefinition
from engine.simulation import Simulation
from tests.kernel.sketch import a, error, feel, message, sketch, timer


def link(name: str) -> LinkEventDefinition:
    return LinkEventDefinition(name)


def escalation(code: str | None = None, code_variable: str | None = None) -> EscalationEventDefinition:
    return EscalationEventDefinition(Escalation(code, code, feel(f'"{code}"')) if code else None, code_variable)


def test_a_link_takes_the_token_to_the_event_of_its_name() -> None:
    process = sketch(
        "s -> out; into -> b; other -> c",
        out=a(IntermediateThrowEvent, definition=link("A")),
        into=a(IntermediateCatchEvent, definition=link("A")),
        other=a(IntermediateCatchEvent, definition=link("B")),
    )
    assert Simulation([process]).start("p").completed() == ["s", "out", "into", "b", "p"]


def test_an_inclusive_join_waits_for_what_comes_by_a_link() -> None:
    process = sketch(
        "s -> x -> j -> e; x -> a -> out; into -> j",
        x=InclusiveGateway,
        j=InclusiveGateway,
        a=UserTask,
        out=a(IntermediateThrowEvent, definition=link("A")),
        into=a(IntermediateCatchEvent, definition=link("A")),
    )
    play = Simulation([process])
    run = play.start("p")
    assert "j" not in run.completed()
    play.complete("a")
    assert run.completed().count("j") == 1


def test_an_escalation_is_caught_outside_while_the_thrower_goes_on() -> None:
    process = sketch(
        "s -> sub -> e; told -> boss",
        sub=SubProcess,
        inside={"sub": "s1 -> up -> a"},
        a=UserTask,
        up=a(IntermediateThrowEvent, definition=escalation("LATE")),
        told=a(BoundaryEvent, attached_to="sub", interrupting=False, definition=escalation(code_variable="code")),
    )
    play = Simulation([process])
    run = play.start("p")
    assert "boss" in run.completed()
    assert run.variables() == {"code": "LATE"}
    play.complete("a")
    assert run.state.status == "completed"


def test_an_interrupting_escalation_ends_what_threw_it() -> None:
    process = sketch(
        "s -> sub -> e; told -> boss",
        sub=SubProcess,
        inside={"sub": "s1 -> up; s1 -> a"},
        a=UserTask,
        up=a(EndEvent, definition=escalation("LATE")),
        told=a(BoundaryEvent, attached_to="sub", definition=escalation("LATE")),
    )
    assert Simulation([process]).start("p").completed() == ["s", "s1", "up", "told", "boss", "p"]


def test_an_escalation_that_nobody_catches_stands_in_the_history_and_nothing_stops() -> None:
    run = Simulation([sketch("s -> up -> e", up=a(IntermediateThrowEvent, definition=escalation("LATE")))]).start("p")
    assert run.state.status == "completed"
    assert [fact.caught_by for fact in run.facts if isinstance(fact, EscalationThrown)] == [""]


def test_an_event_sub_process_that_interrupts_ends_all_else_in_its_scope() -> None:
    process = sketch(
        "s -> a -> e; esp",
        a=UserTask,
        esp=EventSubProcess,
        inside={"esp": "begin -> b"},
        begin=a(StartEvent, definition=message("stop", "id")),
        b=UserTask,
    )
    play = Simulation([process])
    run = play.start("p", {"id": "1"})
    assert play.publish("stop", "1", {"why": "moved"})
    with pytest.raises(NotFound):
        play.complete("a")
    assert not play.publish("stop", "1")
    play.complete("b")
    assert run.completed() == ["s", "begin", "b", "esp", "p"]
    assert run.variables() == {"id": "1"}  # what the event brought belonged to its event sub-process


def test_an_event_sub_process_that_does_not_interrupt_can_start_again() -> None:
    process = sketch(
        "s -> sub -> e",
        sub=SubProcess,
        a=UserTask,
        esp=EventSubProcess,
        inside={"sub": "s1 -> a; esp", "esp": "begin -> b"},
        begin=a(StartEvent, interrupting=False, definition=timer("timeCycle", '"R2/PT1H"')),
    )
    play = Simulation([process])
    run = play.start("p")
    play.advance(timedelta(hours=5))
    assert run.completed().count("esp") == 2
    play.complete("a")
    assert run.state.status == "completed"
    assert not run.state.waits


def test_an_event_sub_process_catches_the_error_of_its_scope_and_the_scope_goes_on_after_it() -> None:
    process = sketch(
        "s -> sub -> after; lost -> never",
        sub=SubProcess,
        a=a(ServiceTask, job=JobDefinition(feel('"x"'), feel("1"))),
        esp=EventSubProcess,
        inside={"sub": "s1 -> a; esp", "esp": "begin -> mend"},
        begin=a(StartEvent, definition=error("BROKEN")),
        lost=a(BoundaryEvent, attached_to="sub", definition=error("BROKEN")),
    )
    play = Simulation([process])
    run = play.start("p")
    (key,) = run.state.waits
    play.do(run, ThrowJobError(key, "BROKEN"))
    assert run.completed() == ["s", "s1", "begin", "mend", "esp", "sub", "after", "p"]


def test_an_error_thrown_in_an_event_sub_process_goes_on_outwards() -> None:
    process = sketch(
        "s -> sub -> e; found -> mend",
        sub=SubProcess,
        esp=EventSubProcess,
        inside={"sub": "s1 -> e1; esp", "esp": "begin -> e2"},
        e1=a(EndEvent, definition=error("ONE")),
        e2=a(EndEvent, definition=error("ONE")),
        begin=a(StartEvent, definition=error("ONE")),
        found=a(BoundaryEvent, attached_to="sub", definition=error("ONE")),
    )
    assert "mend" in Simulation([process]).start("p").completed()
