"""Every construct is executed: each tiny diagram runs to its end, and what completes is what the standard says."""

from collections import Counter

import pytest

from tests.kernel.plays import PLAYS
from tests.kernel.plays.play import Play
from tests.reader.drawings import DIAGRAMS

ALL = [play for plays in PLAYS.values() for play in plays]


@pytest.mark.parametrize("play", ALL, ids=[play.diagram for play in ALL])
def test_a_diagram_runs_to_its_end(play: Play) -> None:
    stage = play.run()

    run, *begun_by_it = stage.runs
    processes = {process.id for process in stage.processes.values()}
    completed = Counter(element for one in stage.runs for element in one.completed() if element not in processes)
    assert completed == Counter(play.ends.split())
    if play.status == "incident":
        assert run.state.incidents
        return
    assert run.state.status == play.status
    assert all(other.state.status == "completed" for other in begun_by_it)
    assert not run.state.waits
    assert list(run.state.elements) == [1]


def test_every_diagram_is_played_once() -> None:
    assert sorted(play.diagram for play in ALL) == sorted(file.stem for file in DIAGRAMS.glob("*.bpmn"))
