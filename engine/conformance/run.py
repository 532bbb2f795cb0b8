"""Runs the cases of a suite, each in a simulation of its own."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from engine.conformance.case import Case, read_cases
from engine.conformance.judge import deviations
from engine.errors import Invalid, NotFound
from engine.feel.values.durations import DaysTime
from engine.feel.values.temporal_text import parse_temporal
from engine.model.entries import entries
from engine.model.problem import Problem, Severity
from engine.model.process import Process
from engine.reader import read_bpmn
from engine.simulation import Simulation

REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Result:
    """How a case went; `reason` says in one line why it failed."""

    id: str
    passed: bool
    reason: str = ""


def suites(folder: Path) -> list[Path]:
    """`folder` itself where it is a suite, otherwise the suites in it. Raises `NotFound` when there are none."""
    if (folder / "cases.json").is_file():
        return [folder]
    found = sorted(file.parent for file in folder.glob("*/cases.json"))
    if not found:
        raise NotFound(f"{folder} holds no suite: neither it nor a folder in it has a cases.json.")
    return found


def run_suite(suite: Path) -> list[Result]:
    """The result of every case, in the order of the suite. Raises what `read_cases` raises."""
    return [_result(case, suite / "models") for case in read_cases(suite)]


def _result(case: Case, models: Path) -> Result:
    try:
        reasons = _run(case, models)
    except Exception as error:  # noqa: BLE001  whatever breaks one case must not end the run over the others
        reasons = [f"{type(error).__name__}: {error}"]
    return Result(case.id, not reasons, " ".join("; ".join(reasons).split()))


def _run(case: Case, models: Path) -> list[str]:
    processes, problems = _read(case, models)
    refusing = [problem for problem in problems if case.strict or problem.severity is Severity.ERROR]
    if refusing:
        return [] if REJECTED in case.expect.statuses else [f"rejected: {refusing[0]}"]
    if case.expect.statuses == (REJECTED,):
        return ["not rejected"]
    play = Simulation(processes)
    if case.process:
        _start(play, case)
    for step in case.steps:
        _do(play, dict(step))
    return deviations(play, case.expect)


def _start(play: Simulation, case: Case) -> None:
    """Start the process; one that has no none start event begins where its condition is true, or by a later step."""
    process = play.processes.get(f"{case.process}:1")
    if process is None or process.beginnings.get(process.id) or not any(entries(process)):
        play.start(case.process, dict(case.variables))
    else:
        play.evaluate_conditions(dict(case.variables))


def _read(case: Case, models: Path) -> tuple[list[Process], list[Problem]]:
    processes: list[Process] = []
    problems: list[Problem] = []
    for name in case.models:
        reading = read_bpmn((models / name).read_bytes(), name)
        processes += reading.processes
        problems += reading.problems
    return processes, problems


def _do(play: Simulation, step: dict[str, Any]) -> None:
    variables = step["variables"]
    match step:
        case {"message": name}:
            play.publish(name, step.get("correlation_key") or "", variables)
        case {"signal": name}:
            play.broadcast(name, variables)
        case {"advance": duration}:
            play.advance(_duration(duration))
        case {"complete": element}:
            play.complete(element, variables)
        case _:
            raise Invalid({"steps": f"The step {step} is none of message, signal, advance and complete."})


def _duration(text: str) -> timedelta:
    match parse_temporal(text):
        case DaysTime(nanos):
            return timedelta(microseconds=nanos // 1000)
    raise Invalid({"steps": f"“{text}” is no ISO 8601 duration in days and time, such as PT10S."})
