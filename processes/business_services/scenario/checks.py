"""What must be so after a step of a scenario."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.calendar import working_days_between
from engine.store import instances
from processes.business_services.scenario.play import BUSINESS_ID, MANY, Playing, ScenarioFailed


def must(fulfilled: bool, otherwise: str) -> None:
    if not fulfilled:
        raise ScenarioFailed(otherwise)


def is_open(playing: Playing, names: list[str]) -> None:
    found = sorted(item.name for item in playing.open_items())
    must(found == sorted(names), f"Open are {', '.join(found) or 'no work items'}.")


def is_due(playing: Playing, days: Mapping[str, int]) -> None:
    """In so many working days from the day on which it came."""
    for name, expected in days.items():
        item = playing.item(name)
        must(item.due_at is not None, f"{name} has no due date.")
        assert item.due_at is not None  # noqa: S101  the line before says so
        found = working_days_between(item.created_at.date(), item.due_at.date())
        must(found == expected, f"{name} is due on {item.due_at:%Y-%m-%d}, in {found} working days.")


def has_priority(playing: Playing, priorities: Mapping[str, int]) -> None:
    for name, priority in priorities.items():
        found = playing.item(name).priority
        must(found == priority, f"The priority of {name} is {found}.")


def is_held(playing: Playing, accounts: Mapping[str, str]) -> None:
    for name, account in accounts.items():
        found = playing.item(name).assignee
        must(found == account, f"{name} is held by {found or 'nobody'}.")


def has_ended(playing: Playing, ended: bool) -> None:
    status = instances.one(playing.stage.engine.database, playing.instance_id).status
    must((status == "completed") == ended, f"The instance is {status}.")


def has_variables(playing: Playing, expected: Mapping[str, Any]) -> None:
    found = instances.variables(playing.stage.engine.database, playing.instance_id)
    for name, value in expected.items():
        must(found.get(name) == value, f"{name} is {found.get(name)}.")


def has_company(playing: Playing, expected: Mapping[str, Any]) -> None:
    same([playing.customer.company], [expected])


def has_memos(playing: Playing, kinds: list[str]) -> None:
    found = [memo.kind for memo in reversed(playing.customer.memos)]
    must(found == kinds, f"The memos are {found}.")


def has_contacts(playing: Playing, outcomes: list[str]) -> None:
    found = [contact.outcome for contact in reversed(playing.customer.contacts)]
    must(found == outcomes, f"The contacts had the outcomes {found}.")


def has_letters(playing: Playing, kinds: list[str]) -> None:
    """The letters that were written in this step."""
    new = [letter.kind for letter in reversed(playing.customer.letters)][playing.letters :]
    must(new == kinds, f"The new letters are {new}.")


def has_instances(playing: Playing, count: int) -> None:
    """Of the customer; the processes that they call are parts of them."""
    there = instances.page(playing.stage.engine.database, business_key=BUSINESS_ID, limit=MANY).items
    found = [one.process_id for one in there]
    must(len(found) == count, f"There are {len(found)} instances: {', '.join(found)}.")


def history(part: str) -> Callable[[Playing, list[Mapping[str, Any]]], None]:
    """A check of one part of the customer's history in the register, the oldest first."""
    return lambda playing, expected: same(list(reversed(getattr(playing.customer, part))), expected)


def incidents_are_none(playing: Playing) -> None:
    database = playing.stage.engine.database
    for one in instances.page(database, limit=MANY).items:
        found = instances.state(database, one.id).incidents
        must(not found, f"It stopped: {' '.join(incident.sentence for incident in found.values())}")


def same(rows: list[Any], expected: list[Mapping[str, Any]]) -> None:
    must(len(rows) == len(expected), f"There are {len(rows)}: {rows}")
    seen = [{name: getattr(row, name) for name in wanted} for row, wanted in zip(rows, expected, strict=True)]
    must(seen == expected, f"The register has {seen}.")


CHECKS: Mapping[str, Callable[[Playing, Any], None]] = {
    "open": is_open,
    "due": is_due,
    "priority": has_priority,
    "held": is_held,
    "ended": has_ended,
    "variables": has_variables,
    "company": has_company,
    "services": history("services"),
    "feedback": history("feedback"),
    "changes": history("changes"),
    "plans": history("plans"),
    "agreements": history("agreements"),
    "visits": history("visits"),
    "memos": has_memos,
    "contacts": has_contacts,
    "letters": has_letters,
    "instances": has_instances,
}
