"""Playing a scenario: what is given, what people do step by step, and the path that it takes through the diagrams."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from engine.errors import PolkuError
from engine.history import called, path
from engine.store import instances
from engine.store.work_items import WorkItemRow
from processes.business_services import contact
from processes.business_services.demo.answers import typical
from processes.business_services.register import companies, queries
from processes.business_services.register.business_id import invented
from processes.business_services.stage import Stage

BUSINESS_ID, COMPANY = "1234567-1", "Koivulan Konepaja Oy"
EXPERT = "asiantuntija1"
PATH, VISIT = "service-path", "company-visit"
MANY = 100


class ScenarioFailed(PolkuError):
    """Something in a scenario is not as it says."""


@dataclass
class Playing:
    """A scenario on a stage: the instance that it began with, and how many letters there were before this step."""

    stage: Stage
    scenario: Mapping[str, Any]
    instance_id: str = ""
    letters: int = 0
    visited: dict[str, set[str]] = field(default_factory=dict)  # elements and flows, by process

    @property
    def customer(self) -> queries.Customer:
        return queries.customer(self.stage.engine.database, BUSINESS_ID)

    def open_items(self) -> list[WorkItemRow]:
        """The open work about the customer, and what the scenario's own instance has for somebody else."""
        items = self.stage.open_items()
        return [item for item in items if item.business_key == BUSINESS_ID or item.instance_id == self.instance_id]

    def item(self, name: str) -> WorkItemRow:
        """The oldest open work item with this name. Raises `ScenarioFailed`."""
        for item in self.open_items():
            if item.name == name:
                return item
        names = ", ".join(item.name for item in self.open_items()) or "nothing"
        raise ScenarioFailed(f"There is no open work item {name}. Open is {names}.")


def read(file: Path) -> dict[str, Any]:
    """A scenario from its file. Raises `ScenarioFailed` where it is no scenario."""
    try:
        scenario = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as unreadable:
        raise ScenarioFailed(f"{file.name} is not YAML: {' '.join(str(unreadable).split())}") from unreadable
    missing = {"name", "about", "process", "steps"} - set(scenario if isinstance(scenario, dict) else ())
    if missing:
        raise ScenarioFailed(f"{file.name} says no {', '.join(sorted(missing))}.")
    return dict(scenario)


def begin(playing: Playing) -> None:
    """Bring about what is given, and start the process that the scenario is about."""
    stage, given = playing.stage, playing.scenario.get("given") or {}
    process, now = playing.scenario["process"], stage.clock.time
    register_others(playing, given.get("customers") or [])
    if process == PATH:
        playing.instance_id = stage.contact(typical("contact", now, company() | given["contact"]))
    elif process == VISIT:
        told = typical("company-visit", now, company() | given["visit"])
        playing.instance_id = stage.start(VISIT, told, BUSINESS_ID, actor=EXPERT)
    else:
        variables = {"responsibleExpert": EXPERT, **(given.get("variables") or {})}
        if "customers" not in given:
            variables["customer"] = register(playing, company(), given.get("customer") or {})
        playing.instance_id = stage.start(process, variables, "" if "customers" in given else BUSINESS_ID)


def company() -> dict[str, Any]:
    return {"businessId": BUSINESS_ID, "companyName": COMPANY}


def register_others(playing: Playing, others: list[Mapping[str, Any]]) -> None:
    """Companies of the register, each with what is special in its columns. The first one is the customer."""
    ids = [BUSINESS_ID, *invented(len(others))]
    for number, (business_id, special) in enumerate(zip(ids, others, strict=False), 1):
        register(playing, {"businessId": business_id, "companyName": f"{COMPANY} {number}"}, special)


def register(playing: Playing, told: Mapping[str, Any], special: Mapping[str, Any]) -> dict[str, Any]:
    stage = playing.stage
    with stage.engine.database.writing() as session:
        form = typical("contact", stage.clock.time, told)
        row = companies.register(session, {**form, "segment": "domestic"}, stage.clock.time)
        for column, value in special.items():
            if not hasattr(row, column):
                raise ScenarioFailed(f"The register has no {column}.")
            setattr(row, column, value)
        return companies.described(row)


def act(playing: Playing, when: Mapping[str, Any]) -> None:
    """One thing that somebody does, or time that passes."""
    stage = playing.stage
    now = stage.clock.time
    match when:
        case {"done": name, **how}:
            item = playing.item(name)
            stage.complete(item, typical(item.form, now, how.get("answers")), how.get("by", ""))
        case {"contact": special}:
            stage.contact(typical("contact", now, company() | special))
        case {"visit": special}:
            stage.start(VISIT, typical("company-visit", now, company() | special), BUSINESS_ID, actor=EXPERT)
        case {"begins": process}:
            customer = companies.described_in(stage.engine.database, BUSINESS_ID)
            stage.start(process, {"customer": customer, "responsibleExpert": EXPERT}, BUSINESS_ID)
        case {"from path": message, **told}:
            stage.engine.publish(message, BUSINESS_ID, told.get("tells") or {}, actor="system")
            stage.settle()
        case {"feedback": special}:
            (request,) = queries.awaited_feedback(stage.engine.database)
            stage.give_feedback(request.id, {"rating": 5, **special})
        case {"passes": duration}:
            stage.wait(length(duration))
        case _:
            raise ScenarioFailed(f"Nobody knows how to do {when}.")


def length(duration: str) -> timedelta:
    """P30D as a duration. Raises `ScenarioFailed`."""
    days = str(duration).removeprefix("P").removesuffix("D")
    if not days.isdigit():
        raise ScenarioFailed(f"{duration} is no number of days. Write, for instance, P30D.")
    return timedelta(days=int(days))


def remember_path(playing: Playing) -> None:
    """Every element and flow that any instance has gone through."""
    database = playing.stage.engine.database
    for instance in instances.page(database, limit=MANY).items:
        for process in called(database, instance.id):
            taken = path(database, instance.id, process.key)
            playing.visited.setdefault(process.process_id, set()).update(taken.visited, taken.flows)


__all__ = ["Playing", "ScenarioFailed", "act", "begin", "contact", "length", "read", "remember_path"]
