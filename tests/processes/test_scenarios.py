"""Every scenario of the business services, and that together they go through every element and flow."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from engine.engine import Engine
from engine.jobs.run import Jobs
from engine.store import Database
from engine.store.migrate import migrate
from processes import business_services
from processes.business_services.demo.stage import new_stage
from processes.business_services.register.schema import SCHEMA
from processes.business_services.scenario.play import Playing, ScenarioFailed, read
from processes.business_services.scenario.run import coverage, play, run, told
from processes.business_services.stage import Stage, VirtualClock
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

    found = list(coverage(visited))

    assert {one.process_id: one.missed for one in found if one.missed} == {}
    assert {one.process_id for one in found} == {name.stem for name in FOLDER.glob("*.bpmn")}


def test_a_step_that_does_not_come_out_is_told_with_its_number(stage: Stage) -> None:
    scenario = read(FOLDER / "scenarios" / "muutosturva.yaml")
    scenario["steps"][0]["then"] = {"open": ["Jotain muuta"]}

    with pytest.raises(ScenarioFailed, match=r"Step 1: Open are Pidä yhteistapaaminen\."):
        play(stage, scenario)


def test_what_no_scenario_went_through_is_told() -> None:
    found = {one.process_id: one for one in coverage({"staff-reduction": {"begin"}})}

    assert "joint-meeting" in found["staff-reduction"].missed
    assert "begin" not in found["staff-reduction"].missed
    assert any("missed: " in line and "joint-meeting" in line for line in told(found.values()))


def test_scenarios_of_one_folder_are_run_and_counted(tmp_path: Path) -> None:
    good = (FOLDER / "scenarios" / "rekrytointi-neuvonta.yaml").read_text(encoding="utf-8")
    (tmp_path / "good.yaml").write_text(good, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(good.replace("outcome: withdrawn", "outcome: filled"), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("name: [", encoding="utf-8")
    lines: list[str] = []

    assert not run(tmp_path, lines.append)

    assert sum(line.startswith("FAILED") for line in lines) == 2
    assert lines[-1] == "1 of 3 scenarios came out as they say."


def test_a_folder_without_scenarios_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFailed, match="Name another folder"):
        run(tmp_path, print)
