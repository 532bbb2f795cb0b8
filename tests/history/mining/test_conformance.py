"""What the engine did by itself fits the diagram wholly, for every construct; what did not come by it does not."""

from collections.abc import Iterator

import pytest

from engine.history.mining.conformance import Conformance, conforming
from engine.kernel import facts as f
from engine.kernel.apply import apply
from engine.kernel.state import State
from engine.simulation import Run, Simulation
from engine.store.facts import StoredFact
from engine.store.places import Places
from engine.testing import START
from tests.kernel.plays import PLAYS
from tests.kernel.plays.play import Play

ALL = [play for plays in PLAYS.values() for play in plays]


def stored(facts: list[f.Fact]) -> Iterator[tuple[StoredFact, f.Fact]]:
    """The facts as the store keeps them, with their places."""
    state = State()
    places = Places(state)
    for number, fact in enumerate(facts, 1):
        place = places.of(fact)
        row = StoredFact(
            seq=number,
            instance_id="i",
            number=number,
            at=START,
            actor="anna",
            kind=type(fact).__name__,
            definition=place.definition,
            process_id=place.process_id,
            process=place.process,
            business_key="",
            element_id=place.element_id,
            data="",
            digest="",
            request="",
            values=None,
        )
        yield row, fact
        apply(state, fact)


def judged(stage: Simulation, run: Run, facts: list[f.Fact] | None = None) -> list[Conformance]:
    facts = run.facts if facts is None else facts
    processes = [fact.key for fact in facts if isinstance(fact, f.ProcessStarted)]
    return [conforming(stored(facts), process, stage.process) for process in processes]


@pytest.mark.parametrize("play", ALL, ids=lambda play: play.diagram)
def test_what_the_engine_does_fits_the_diagram(play: Play) -> None:
    stage = play.run()

    for run in stage.runs:
        for found in judged(stage, run):
            assert found.deviations == []
            assert found.share == 1.0


def test_a_step_that_was_left_out_does_not_fit() -> None:
    stage = next(play for play in ALL if play.diagram == "exclusive-gateway").run()
    (run,) = stage.runs
    taken = [fact for fact in run.facts if isinstance(fact, f.FlowTaken)]
    made_up = [f.FlowTaken("no-such-flow", 1) if fact is taken[0] else fact for fact in run.facts]
    known = len(judged(stage, run)[0].deviations)

    (found,) = judged(stage, run, made_up[: run.facts.index(taken[0]) + 1])

    assert len(found.deviations) == known + 1
    assert found.share < 1
