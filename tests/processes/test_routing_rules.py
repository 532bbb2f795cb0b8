"""The rules of routing: every human task has one, every rule a task, and what they give is what routing understands."""

from typing import Any

import pytest

from engine.applications import load_application
from engine.decisions import read_dmn
from engine.kernel.elements.routing_rules import OUTPUTS
from engine.model.elements import UserTask
from engine.reader import read_bpmn
from engine.routing.weights import USUAL, weights_of
from tests.processes.times import MONDAY

FILES = load_application("processes.business_services").files()
RULES, WEIGHTS = (read_dmn(FILES[f"routing-{name}.dmn"]) for name in ("rules", "weights"))
TASKS = [
    (process.id, element)
    for name, content in sorted(FILES.items())
    if name.endswith(".bpmn")
    for process in read_bpmn(content).processes
    for element in process.elements.values()
    if isinstance(element, UserTask)
]
KNOWN = {"customer": {"language": "sv"}, "responsibleExpert": "asiantuntija5"}


def decide(process: str, task: str, priority: int = 50) -> Any:
    about = {"id": task, "name": "", "process": process}
    assessment = {"priority": priority, "skill": "koulutus", "days": 3}
    return RULES.decide("routing-rules", {"task": about, "assessment": assessment, **KNOWN}, MONDAY)


def test_every_task_asks_the_rules_and_has_one() -> None:
    last = decide("another", "another").rules[0][1]

    for process, task in TASKS:
        assert task.routing.decision is not None, task.id
        ((_, rule, reasons),) = decide(process, task.id).rules
        assert rule != last, (process, task.id)
        assert reasons[0]


def test_every_rule_can_fire() -> None:
    fired = {decide(process, task.id, priority).rules[0][1] for process, task in TASKS for priority in (50, 90)}
    fired.add(decide("another", "another").rules[0][1])

    assert len(fired) == FILES["routing-rules.dmn"].count(b"<rule ")


@pytest.mark.parametrize(("process", "task"), [(process, task.id) for process, task in TASKS])
def test_what_a_rule_gives_is_what_a_task_understands(process: str, task: str) -> None:
    given = decide(process, task).value

    assert set(given) <= OUTPUTS
    assert given["language"] in (None, "sv")
    assert given["continuity"] in (None, "asiantuntija5")
    assert given["escalateWorkingDays"] < given["reassignWorkingDays"]


def test_an_urgent_assessment_waits_for_nobody() -> None:
    usual, urgent = (decide("service-path", "needs-assessment", priority).value for priority in (50, 90))

    assert usual["waitWorkingDays"] > urgent["waitWorkingDays"] == urgent["escalateWorkingDays"] == 0


def test_the_weights_are_those_that_routing_has_without_them() -> None:
    assert weights_of(WEIGHTS.decide("routing-weights", {}, MONDAY).value) == USUAL
