"""An instance at a moment of its past, and what changed between two of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engine.feel.codec import to_json
from engine.history.replay import follow
from engine.kernel.state import EventWait, State
from engine.store import Database
from engine.store import facts as stored
from engine.store.archived import not_here


@dataclass(frozen=True, slots=True)
class Moment:
    """The `state` after the fact number `fact`, which was recorded `at` this time."""

    fact: int
    at: datetime
    state: State


About = Literal["status", "version", "element", "variable", "data state", "repetition", "tokens", "wait", "incident"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a value of a state is about: an `element`'s run with its `key`, and what of it.

    `name` is the variable, the data object, the sequence flow where tokens wait, or the event that is waited for;
    `number` is the wait's or the incident's own key.
    """

    of: About
    element: str = ""
    key: int = 0
    name: str = ""
    number: int = 0

    def __str__(self) -> str:
        run = f"{self.element} ({self.key})"
        match self.of:
            case "status":
                return "status"
            case "version" | "element":
                return run
            case "variable":
                return f"{run}: {self.name}"
            case "tokens":
                return f"{run}: tokens on {self.name}"
            case "wait":
                return f"{run} waits ({self.number})"
            case "incident":
                return f"{run}: incident ({self.number})"
            case "data state" | "repetition":
                return f"{run}: {self.of} {self.name}".rstrip()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, and its value before and after; None where there was none.

    `index` is the item of a multi-instance, `definition` the version that the element's process ran on. Values are in
    the JSON form of `engine.feel.codec`; that of a wait is the wait.
    """

    place: Place
    before: Any
    after: Any
    index: int = 0
    definition: str = ""


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
    return tuple(
        Change(place, old.get(place), new.get(place), *where(place, after if place in new else before))
        for place in dict.fromkeys((*old, *new))
        if old.get(place) != new.get(place)
    )


def where(place: Place, state: State) -> tuple[int, str]:
    """The item of a multi-instance that it is about, and the version of its process."""
    run = state.elements.get(place.key)
    if run is None:
        return 0, ""
    process = state.elements.get(run.process)
    return run.index, process.definition if process is not None else ""


def told(state: State) -> Iterator[tuple[Place, Any]]:
    """Everything in the state that somebody may ask for, each with what it is about."""
    yield Place("status"), state.status
    for key, run in sorted(state.elements.items()):
        if run.definition:
            yield Place("version", run.element, key), run.definition
        else:
            yield Place("element", run.element, key), run.phase
        if run.loop is not None:
            yield Place("repetition", run.element, key), [run.loop.done, run.loop.size]
        for variable, value in sorted(run.variables.items()):
            yield Place("variable", run.element, key, variable), to_json(value)
        for data, value in sorted(run.states.items()):
            yield Place("data state", run.element, key, data), value
        for flow, number in sorted(run.tokens.items()):
            yield Place("tokens", run.element, key, flow), number
    for key, wait in sorted(state.waits.items()):
        event = wait.event if isinstance(wait, EventWait) else ""
        yield Place("wait", state.elements[wait.owner].element, wait.owner, event, key), wait
    for key, incident in sorted(state.incidents.items()):
        element = state.elements[incident.owner].element if incident.owner in state.elements else ""
        yield Place("incident", element, incident.owner, "", key), incident.sentence
