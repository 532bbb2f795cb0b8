"""Every scenario of the business services, and that together they go through every element and flow."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from engine.applications import load_application
from engine.engine import Engine
from engine.jobs.run import Jobs
from engine.reader import read_bpmn
from engine.store import Database
from engine.store.migrate import migrate
from processes import business_services
from processes.business_services.demo.stage import new_stage
from processes.business_services.register.schema import SCHEMA
from processes.business_services.stage import Stage, VirtualClock
from tests.processes.scenarios import Playing, play, read
from tests.processes.times import MONDAY

FOLDER = Path(str(business_services.__file__)).parent
FILES = sorted((FOLDER / "scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def playing(stages: Callable[[], Stage]) -> Callable[[Path], Playing]:
    """Plays a scenario once, and remembers how it went."""
    return cache(lambda file: play(stages(), read(file)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_scenario_comes_out_as_it_says(file: Path, playing: Callable[[Path], Playing]) -> None:
    playing(file)


def test_the_whole_path_comes_out_the_same_on_postgresql(postgres_database: str) -> None:
    clock = VirtualClock(MONDAY)
    database = Database(postgres_database)
    migrate(database, [SCHEMA])
    stage = new_stage(clock, Engine(database, clock, jobs=Jobs(database, clock)))

    play(stage, read(FOLDER / "scenarios" / "koko-polku.yaml"))
    database.close()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_scenario_says_what_it_is_about(file: Path) -> None:
    scenario = read(file)

    assert scenario["name"]
    assert scenario["about"].endswith(".")


def test_the_scenarios_go_through_every_element_and_flow(playing: Callable[[Path], Playing]) -> None:
    visited: dict[str, set[str]] = {}
    for file in FILES:
        for process_id, elements in playing(file).visited.items():
            visited.setdefault(process_id, set()).update(elements)

    missed: dict[str, list[str]] = {}
    for name, content in load_application("processes.business_services").files().items():
        if not name.endswith(".bpmn"):
            continue
        for process in read_bpmn(content, name).processes:
            left = {*process.elements, *process.flows} - visited.get(process.id, set())
            missed |= {process.id: sorted(left)} if left else {}
    assert missed == {}
