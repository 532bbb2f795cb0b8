"""Whatever is drawn and whatever happens: no exception, nothing lost, and the facts give the same state."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernel.commands import (
    CompleteJob,
    CompleteWorkItem,
    DeliverMessage,
    DeliverSignal,
    FailJob,
    FireTimer,
    ResolveIncident,
)
from engine.kernel.facts import ElementActivated, ElementCompleted, ElementTerminated, ProcessStarted
from engine.kernel.state import ROOT, Job, SignalSubscription, Subscription, Timer, WorkItem
from engine.model.process import Process
from engine.simulation import Run, Simulation
from tests.kernel.drawn import processes

MAX_COMMANDS = 300


def do_something(play: Simulation, run: Run, choice: int) -> None:
    """Let one of the things happen that this instance waits for."""
    waits = list(run.state.waits.items())
    if not waits or (run.state.incidents and choice % 2):
        play.do(run, ResolveIncident(next(iter(run.state.incidents)), retries=2))
        return
    key, wait = waits[choice % len(waits)]
    match wait:
        case WorkItem():
            play.do(run, CompleteWorkItem(key, {"count": choice % 5}))
        case Job() if choice % 7 == 0 and wait.retries:
            play.do(run, FailJob(key, "It rains.", wait.retries - 1))
        case Job():
            play.do(run, CompleteJob(key))
        case Timer():
            play.now = max(play.now, wait.due) + timedelta(seconds=1)
            play.do(run, FireTimer(key))
        case Subscription():
            play.do(run, DeliverMessage(key))
        case SignalSubscription():
            play.do(run, DeliverSignal(key))


def check_books(run: Run) -> None:
    """What is counted in the state is what is there."""
    elements = run.state.elements
    for key, instance in elements.items():
        assert instance.children == sum(one.scope == key for one in elements.values())
        assert all(count > 0 for count in instance.tokens.values())
        assert all(run.state.waits[wait].owner == key for wait in instance.waits)
    assert sum(len(instance.waits) for instance in elements.values()) == len(run.state.waits)


@settings(max_examples=150, deadline=None)
@given(processes, st.lists(st.integers(0, 10_000), min_size=MAX_COMMANDS, max_size=MAX_COMMANDS))
def test_a_drawn_process_always_comes_to_its_end(process: Process, choices: list[int]) -> None:
    play = Simulation([process])
    run = play.start("p", {"count": 0, "turns": 0})
    check_books(run)
    for choice in choices:
        if run.state.status != "active":
            break
        do_something(play, run, choice)
        check_books(run)
    assert run.state.status == "completed"
    assert list(run.state.elements) == [ROOT]
    assert not run.state.waits
    assert not run.state.incidents
    began = sum(isinstance(fact, ElementActivated | ProcessStarted) for fact in run.facts)
    ended = sum(isinstance(fact, ElementCompleted | ElementTerminated) for fact in run.facts)
    assert began == ended
