"""An instance at a moment of its past, and what changed between two of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.feel.codec import to_json
from engine.history.replay import follow
from engine.kernel.state import State
from engine.store import Database
from engine.store import facts as stored
from engine.store.archived import not_here


@dataclass(frozen=True, slots=True)
class Moment:
    """The `state` after the fact number `fact`, which was recorded `at` this time."""

    fact: int
    at: datetime
    state: State


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `what` it is about, and its value before and after; None where there was none."""

    what: str
    before: Any
    after: Any


def moment(database: Database, instance_id: str, *, fact: int | None = None, at: datetime | None = None) -> Moment:
    """The instance after the fact number `fact`, or as it was `at` this time, or now.

    Raises `NotFound` for an instance that isn't there or had not begun.
    """
    with database.reading() as session:
        found = []
        for one in stored.of_instance(session, instance_id, fact):
            if at is not None and one.at > at:
                break
            found.append(one)
        if not found or (fact is not None and found[-1].number != fact):
            raise not_here(session, instance_id, f"There is no instance {instance_id}, or it had not come so far.")
        state, number = follow(found)
        return Moment(number, found[-1].at, state)


def difference(before: State, after: State) -> tuple[Change, ...]:
    """What changed: the status, versions, what is alive, what is awaited, variables, tokens and incidents."""
    old, new = dict(told(before)), dict(told(after))
    names = dict.fromkeys((*old, *new))
    return tuple(Change(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def told(state: State) -> Iterator[tuple[str, Any]]:
    """Everything in the state as names with values, in the JSON form of `engine.feel.codec`."""
    yield "status", state.status
    for key, instance in sorted(state.elements.items()):
        name = f"{instance.element} ({key})"
        yield name, instance.definition or instance.phase
        for variable, value in sorted(instance.variables.items()):
            yield f"{name}: {variable}", to_json(value)
        for flow, number in sorted(instance.tokens.items()):
            yield f"{name}: tokens on {flow}", number
    for key, wait in sorted(state.waits.items()):
        owner = state.elements[wait.owner]
        yield f"{owner.element} ({wait.owner}) waits ({key})", _wait(wait)
    for key, incident in sorted(state.incidents.items()):
        yield f"incident ({key})", incident.sentence


def _wait(wait: Any) -> str:
    fields = {name: getattr(wait, name) for name in wait.__struct_fields__ if name != "owner"}
    described = ", ".join(f"{name} {value}" for name, value in fields.items() if value not in ("", None))
    return f"{type(wait).__name__}: {described}" if described else type(wait).__name__
