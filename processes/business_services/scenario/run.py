"""Running scenarios, and what of the diagrams they went through."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.applications import load_application
from engine.errors import PolkuError
from engine.reader import read_bpmn
from processes.business_services.demo.stage import APPLICATION
from processes.business_services.register.business_id import WrongBusinessId
from processes.business_services.scenario.checks import CHECKS, incidents_are_none
from processes.business_services.scenario.play import Playing, ScenarioFailed, act, begin, read, remember_path
from processes.business_services.scenario.stages import stages
from processes.business_services.stage import Stage

FOLDER = Path(__file__).parent.parent / "scenarios"
Visited = Mapping[str, set[str]]  # elements and flows, by process


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one process: how many elements and flows there are, and which of them no scenario went through."""

    process_id: str
    all: int
    missed: tuple[str, ...]


def run(folder: Path | None, echo: Callable[[str], None]) -> bool:
    """Play all scenarios in the folder and below it (the application's own, without one), and say how each came out.

    True when all of them came out as they say and, of the application's own, every element and flow was gone through.
    """
    files = sorted((folder or FOLDER).rglob("*.yaml"))
    if not files:
        raise ScenarioFailed(f"There is no scenario (*.yaml) in {folder}. Name another folder.")
    new_stage = stages()
    visited: dict[str, set[str]] = {}
    failed = 0
    for file in files:
        try:
            playing = play(new_stage(), read(file))
        except PolkuError as wrong:
            failed += 1
            echo(f"FAILED  {file.name}: {wrong}")
            continue
        echo(f"passed  {file.name}: {playing.scenario['name']}")
        for process_id, elements in playing.visited.items():
            visited.setdefault(process_id, set()).update(elements)
    found = list(coverage(visited))
    for line in told(found):
        echo(line)
    echo(f"{len(files) - failed} of {len(files)} scenarios came out as they say.")
    return not failed and (folder is not None or not any(one.missed for one in found))


def play(stage: Stage, scenario: Mapping[str, Any]) -> Playing:
    """Play to the end. Raises `ScenarioFailed`, with the number of the step, when something is not so."""
    playing = Playing(stage, scenario)
    begin(playing)
    for number, step in enumerate(scenario["steps"], 1):
        try:
            if when := step.get("when"):
                playing.letters = len(playing.customer.letters)
                act(playing, when)
            for what, expected in (step.get("then") or {}).items():
                if what not in CHECKS:
                    raise ScenarioFailed(f"Nobody can check {what}. What can be checked: {', '.join(CHECKS)}.")
                CHECKS[what](playing, expected)
        except (PolkuError, WrongBusinessId, LookupError) as wrong:
            what = wrong if isinstance(wrong, PolkuError) else f"{type(wrong).__name__}: {wrong}"
            raise ScenarioFailed(f"Step {number}: {what}") from wrong
    incidents_are_none(playing)
    remember_path(playing)
    return playing


def coverage(visited: Visited) -> Iterable[Coverage]:
    """Of every process of the application, what was gone through."""
    for name, content in load_application(APPLICATION).files().items():
        if name.endswith(".bpmn"):
            for process in read_bpmn(content, name).processes:
                there = {*process.elements, *process.flows}
                missed = there - visited.get(process.id, set())
                yield Coverage(process.id, len(there), tuple(sorted(missed)))


def told(found: Iterable[Coverage]) -> Iterable[str]:
    for one in found:
        part = 100 * (one.all - len(one.missed)) / one.all
        missed = f"  missed: {', '.join(one.missed)}" if one.missed else ""
        yield f"{part:6.1f} %  {one.process_id} ({one.all} elements and flows){missed}"
