"""Scenarios: what is given, what people do, and what then must be so, in the words of the office.

A file of `scenarios/` has `name`, `about`, the `process` that is played, `given` and `steps`. What may be given: the
`contact` that begins a service path; or, for a process by itself, what the register says of the `customer`, and
`variables`. A step has `when` (`done` a task, with `answers` beside the typical ones and `by` an account; `contact`;
`feedback`; or time that `passes`) and `then`, each key of which is a function below.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from engine.history import called, path
from engine.store import instances
from processes.business_services.demo.answers import typical
from processes.business_services.register import companies, queries
from processes.business_services.stage import Stage

BUSINESS_ID = "1234567-1"
EXPERT = "asiantuntija1"


@dataclass
class Playing:
    """A scenario on a stage: the instance that it is about, and how many letters there were before this step."""

    stage: Stage
    scenario: Mapping[str, Any]
    instance_id: str = ""
    letters: int = 0
    visited: dict[str, set[str]] = field(default_factory=dict)  # elements and flows, by process

    @property
    def customer(self) -> queries.Customer:
        return queries.customer(self.stage.engine.database, BUSINESS_ID)


def read(file: Path) -> dict[str, Any]:
    scenario: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return scenario


def play(stage: Stage, scenario: Mapping[str, Any]) -> Playing:
    """Play to the end. Raises AssertionError, with the number of the step, when something is not so."""
    playing = Playing(stage, scenario)
    begin(playing)
    for number, step in enumerate(scenario["steps"], 1):
        try:
            if when := step.get("when"):
                playing.letters = len(playing.customer.letters)
                act(playing, when)
            for what, expected in (step.get("then") or {}).items():
                CHECKS[what](playing, expected)
        except Exception as wrong:
            raise AssertionError(f"{scenario['name']}, step {number} {step}: {wrong}") from wrong
    incidents_are_none(playing)
    remember_path(playing)
    return playing


def begin(playing: Playing) -> None:
    stage, given = playing.stage, playing.scenario.get("given") or {}
    told = {"businessId": BUSINESS_ID, "companyName": "Koivulan Konepaja Oy"}
    if playing.scenario["process"] == "service-path":
        playing.instance_id = stage.contact(typical("contact", stage.clock.time, told | given["contact"]))
        return
    with stage.engine.database.writing() as session:
        form = typical("contact", stage.clock.time, told)
        company = companies.register(session, {**form, "segment": "domestic"}, stage.clock.time)
        for column, value in (given.get("customer") or {}).items():
            assert hasattr(company, column), f"the register has no {column}"
            setattr(company, column, value)
        customer = companies.described(company)
    variables = {"customer": customer, "responsibleExpert": EXPERT, **(given.get("variables") or {})}
    playing.instance_id = stage.start(playing.scenario["process"], variables, BUSINESS_ID)


def act(playing: Playing, when: Mapping[str, Any]) -> None:
    stage = playing.stage
    now = stage.clock.time
    match when:
        case {"done": name, **how}:
            item = stage.item(playing.instance_id, name)
            stage.complete(item, typical(item.form, now, how.get("answers")), how.get("by", ""))
        case {"contact": special}:
            told = {"businessId": BUSINESS_ID, "companyName": "Koivulan Konepaja Oy"}
            stage.contact(typical("contact", now, told | special))
        case {"feedback": special}:
            (request,) = queries.awaited_feedback(stage.engine.database)
            stage.give_feedback(request.id, {"rating": 5, **special})
        case {"passes": duration}:
            stage.wait(length(duration))
        case _:
            raise AssertionError(f"nobody knows how to do {when}")


def length(duration: str) -> timedelta:
    days = duration.removeprefix("P").removesuffix("D")
    return timedelta(days=int(days))


def remember_path(playing: Playing) -> None:
    database = playing.stage.engine.database
    for instance in instances.page(database, limit=100).items:
        for process in called(database, instance.id):
            taken = path(database, instance.id, process.key)
            playing.visited.setdefault(process.process_id, set()).update(taken.visited, taken.flows)


# What must be so


def is_open(playing: Playing, names: list[str]) -> None:
    found = sorted(item.name for item in playing.stage.open_items(playing.instance_id))
    assert found == sorted(names), f"open are {found}"


def is_due(playing: Playing, durations: Mapping[str, str]) -> None:
    for name, duration in durations.items():
        item = playing.stage.item(playing.instance_id, name)
        assert item.due_at is not None
        assert item.due_at - item.created_at == length(duration), f"{name} is due on {item.due_at}"


def has_priority(playing: Playing, priorities: Mapping[str, int]) -> None:
    for name, priority in priorities.items():
        assert playing.stage.item(playing.instance_id, name).priority == priority


def is_held(playing: Playing, accounts: Mapping[str, str]) -> None:
    for name, account in accounts.items():
        assert playing.stage.item(playing.instance_id, name).assignee == account


def has_ended(playing: Playing, ended: bool) -> None:
    status = instances.one(playing.stage.engine.database, playing.instance_id).status
    assert (status == "completed") == ended, f"the instance is {status}"


def has_variables(playing: Playing, expected: Mapping[str, Any]) -> None:
    found = instances.variables(playing.stage.engine.database, playing.instance_id)
    for name, value in expected.items():
        assert found.get(name) == value, f"{name} is {found.get(name)}"


def has_company(playing: Playing, expected: Mapping[str, Any]) -> None:
    same([playing.customer.company], [expected])


def has_services(playing: Playing, expected: list[Mapping[str, Any]]) -> None:
    same(reversed(playing.customer.services), expected)


def has_feedback(playing: Playing, expected: list[Mapping[str, Any]]) -> None:
    same(reversed(playing.customer.feedback), expected)


def has_memos(playing: Playing, kinds: list[str]) -> None:
    assert [memo.kind for memo in reversed(playing.customer.memos)] == kinds


def has_contacts(playing: Playing, outcomes: list[str]) -> None:
    found = [contact.outcome for contact in reversed(playing.customer.contacts)]
    assert found == outcomes, f"contacts had the outcomes {found}"


def has_letters(playing: Playing, kinds: list[str]) -> None:
    """The letters that were written in this step."""
    new = [letter.kind for letter in reversed(playing.customer.letters)][playing.letters :]
    assert new == kinds, f"new letters are {new}"


def has_instances(playing: Playing, count: int) -> None:
    assert len(instances.page(playing.stage.engine.database, limit=100).items) == count


def incidents_are_none(playing: Playing) -> None:
    found = instances.state(playing.stage.engine.database, playing.instance_id).incidents
    assert not found, f"stopped: {[incident.sentence for incident in found.values()]}"


def same(found: Any, expected: list[Mapping[str, Any]]) -> None:
    rows = list(found)
    seen = [{name: getattr(row, name) for name in wanted} for row, wanted in zip(rows, expected, strict=True)]
    assert seen == expected, f"found {seen}"


CHECKS: Mapping[str, Callable[[Playing, Any], None]] = {
    "open": is_open,
    "due": is_due,
    "priority": has_priority,
    "held": is_held,
    "ended": has_ended,
    "variables": has_variables,
    "company": has_company,
    "services": has_services,
    "feedback": has_feedback,
    "memos": has_memos,
    "contacts": has_contacts,
    "letters": has_letters,
    "instances": has_instances,
}
