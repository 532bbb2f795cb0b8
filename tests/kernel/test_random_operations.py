"""Whatever is drawn and whatever operators do to it: no exception, books that balance, facts that replay."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Impossible, Refused, Suspended
from engine.kernel.commands import (
    CancelInstance,
    MigrateInstance,
    ModifyInstance,
    ResumeInstance,
    SetVariables,
    SuspendInstance,
)
from engine.kernel.encoding import decode_state, encode_state
from engine.kernel.facts import ElementActivated, ElementCompleted, ElementTerminated, ProcessStarted
from engine.kernel.instructions import EndElement, EndTokens, Instruction, Move, StartAfter, StartBefore
from engine.kernel.operations.plan import plan
from engine.kernel.state import ROOT
from engine.model.process import Process
from engine.simulation import Run, Simulation
from tests.kernel.drawn import processes
from tests.kernel.test_random_processes import check_books, do_something

commands = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 10_000)), min_size=25, max_size=25)


def instruction(run: Run, process: Process, choice: int) -> Instruction:
    """Something that an operator may ask for, sensible or not."""
    elements, flows = list(process.elements), list(process.flows)
    keys = [*run.state.elements, 9999]
    key, element, flow = keys[choice % len(keys)], elements[choice % len(elements)], flows[choice % len(flows)]
    match choice % 5:
        case 0:
            return EndElement(key)
        case 1:
            return StartBefore(element, 0 if choice % 2 else key, {"count": choice % 4})
        case 2:
            return StartAfter(flow)
        case 3:
            return Move(key, element)
    waiting = [(flow, scope) for scope, one in run.state.elements.items() for flow in one.tokens]
    return EndTokens(*waiting[choice % len(waiting)]) if waiting else EndTokens(flow, ROOT)


def command(run: Run, process: Process, kind: int, choice: int) -> Any:
    match kind:
        case 6:
            return SuspendInstance("look") if run.state.status == "active" else ResumeInstance("go")
        case 7 | 8 | 9:
            several = [instruction(run, process, choice // (n + 1)) for n in range(1 + choice % 2)]
            return ModifyInstance(tuple(several), "try")
        case 10:
            now = run.state.elements[ROOT].definition
            return MigrateInstance(now, "p:2" if now == "p:1" else "p:1", "newer")
    return SetVariables({"count": choice % 5}, reason="try") if choice % 25 else CancelInstance("enough")


@settings(max_examples=150, deadline=None)
@given(processes, commands)
def test_operators_never_break_an_instance(process: Process, choices: list[tuple[int, int]]) -> None:
    play = Simulation([process, process])
    run = play.start("p", {"count": 0, "turns": 0})
    for kind, choice in choices:
        if run.state.status not in ("active", "suspended"):
            break
        if kind < 6:
            if not run.state.waits and not run.state.incidents:  # tokens wait for others that an operator has ended
                continue
            try:
                do_something(play, run, choice)
            except Suspended:
                assert run.state.status == "suspended"
        elif run.state.status == "suspended" and kind < 7:
            play.do(run, ResumeInstance("go"))
        else:
            operate(play, run, command(run, process, kind, choice))
        check_books(run)
    began = sum(isinstance(fact, ElementActivated | ProcessStarted) for fact in run.facts)
    ended = sum(isinstance(fact, ElementCompleted | ElementTerminated) for fact in run.facts)
    alive = len(run.state.elements) if run.state.status in ("active", "suspended") else 0
    assert began - ended == alive


def operate(play: Simulation, run: Run, told: Any) -> None:
    """Carry it out, after holding the plan against what then happens; what is refused has changed nothing."""
    foreseen = plan(play, run.state, told, play.now) if isinstance(told, ModifyInstance | MigrateInstance) else None
    before = encode_state(run.state)
    copy = Run(state=run.state, replayed=run.replayed, facts=run.facts)
    try:
        play.do(copy, told)
    except Impossible as impossible:
        assert foreseen is not None
        assert foreseen.reasons == impossible.reasons  # noqa: PT017  it may also be carried out
        run.state = reloaded(before)
        return
    except Refused:
        run.state = reloaded(before)
        return
    run.state = copy.state
    if foreseen is not None:
        assert foreseen.possible
        assert tuple(run.facts[-len(foreseen.facts) :]) == foreseen.facts


def reloaded(saved: bytes) -> Any:
    return decode_state(saved)
