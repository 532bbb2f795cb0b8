"""What changed between two moments, in words of the catalogue and with the names of the diagram."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from engine.history import Change
from engine.history.names import process_model
from engine.kernel.state import (
    Condition,
    Inputs,
    Job,
    SignalSubscription,
    Subscription,
    Timer,
    Wait,
    WorkItem,
)
from engine.model.process import Process
from engine.store import Database
from web.audit.values import NONE, whole
from web.audit.who import actors
from web.i18n.formats import moment

STATES: Mapping[str, Any] = {
    "new": lazy_gettext("not begun"),
    "active": lazy_gettext("under way"),
    "suspended": lazy_gettext("suspended"),
    "completed": lazy_gettext("complete"),
    "terminated": lazy_gettext("ended early"),
    "activating": lazy_gettext("beginning"),
    "completing": lazy_gettext("ending"),
    "held": lazy_gettext("begins when the process is resumed"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the table: what it is about, and how it was at each of the two moments."""

    about: str
    before: str
    after: str


def differences(database: Database, changes: Iterable[Change]) -> list[Difference]:
    """The changes in words. Two runs of an element in one path are told apart by their numbers."""
    found = list(changes)
    runs: dict[tuple[str, str, int], set[int]] = {}
    for one in found:
        runs.setdefault((one.definition, one.place.element, one.index), set()).add(one.place.key)
    people = actors(database)
    with database.reading() as session:
        models = {one.definition: process_model(database, session, one.definition) for one in found if one.definition}
    rows = []
    for one in found:
        several = len(runs[one.definition, one.place.element, one.index]) > 1
        write = partial(written, of=one.place.of, people=people)
        rows.append(Difference(about(one, models.get(one.definition), several), write(one.before), write(one.after)))
    return rows


def about(change: Change, model: Process | None, several: bool) -> str:
    """What a change is about."""
    place = change.place
    element = run(change, model, several)
    match place.of:
        case "status":
            return gettext("State of the path")
        case "version":
            return gettext("%(element)s: version", element=element)
        case "element":
            return element
        case "variable":
            return f"{element}: {place.name}"
        case "data state":
            return gettext("%(element)s: state of %(data)s", element=element, data=place.name)
        case "repetition":
            return gettext("%(element)s: items done", element=element)
        case "tokens":
            return gettext(
                "%(element)s: tokens waiting on %(flow)s", element=element, flow=flow_name(place.name, model)
            )
        case "wait":
            event = name_of(place.name or place.element, model)
            if event == name_of(place.element, model):
                return gettext("%(element)s: waits for", element=element)
            return gettext("%(element)s: waits for “%(event)s”", element=element, event=event)
        case "incident":
            return gettext("%(element)s: why it can't go on", element=element)


def run(change: Change, model: Process | None, several: bool) -> str:
    name = name_of(change.place.element, model)
    if change.index:
        name = gettext("%(element)s, item %(index)s", element=name, index=change.index)
    return f"{name} ({change.place.key})" if several else name


def name_of(id: str, model: Process | None) -> str:
    if model is None:
        return id
    if id == model.id:
        return model.name or id
    element = model.elements.get(id)
    return (element.name or id) if element is not None else id


def flow_name(id: str, model: Process | None) -> str:
    """An arrow by its name, otherwise by where it leads from and to."""
    flow = model.flows.get(id) if model is not None else None
    if flow is None:
        return id
    return flow.name or f"{name_of(flow.source, model)} → {name_of(flow.target, model)}"


def written(value: Any, of: str, people: Mapping[str, str]) -> str:
    """A value of the state in words."""
    if value is None and of != "variable":
        return NONE
    match of:
        case "status" | "element":
            return str(STATES[value])
        case "repetition":
            return gettext("%(done)s of %(size)s", done=value[0], size=value[1])
        case "wait":
            return awaited(value, people)
        case "variable":
            return NONE if value is None else whole(value) or NONE
        case _:
            return str(value)


def awaited(wait: Wait, people: Mapping[str, str]) -> str:
    """What is waited for."""
    match wait:
        case WorkItem():
            return held(wait, people)
        case Timer():
            return timer(wait)
        case Subscription(correlation_key=""):
            return gettext("the message %(name)s", name=wait.name)
        case Subscription():
            return gettext("the message %(name)s with the key %(key)s", name=wait.name, key=wait.correlation_key)
        case SignalSubscription():
            return gettext("the signal %(name)s", name=wait.name)
        case Condition(holds=True):
            return gettext("its condition, which is true now")
        case Condition():
            return gettext("its condition, which is not true yet")
        case Inputs():
            return gettext("data")
        case Job():
            left = wait.retries
            return ngettext(
                "the job %(type)s, %(num)s try left", "the job %(type)s, %(num)s tries left", left, type=wait.type
            )


def held(item: WorkItem, people: Mapping[str, str]) -> str:
    if not item.assignee:
        return gettext("work in the inbox, taken by nobody")
    who = people.get(item.assignee, item.assignee)
    if not item.on_behalf_of:
        return gettext("work in the inbox of %(who)s", who=who)
    other = people.get(item.on_behalf_of, item.on_behalf_of)
    return gettext("work in the inbox of %(who)s, on behalf of %(other)s", who=who, other=other)


def timer(wait: Timer) -> str:
    due = moment(wait.due)
    if not wait.left:
        return gettext("a timer, %(due)s", due=due)
    if wait.left < 0:
        return gettext("a timer, %(due)s and on and on", due=due)
    return ngettext("a timer, %(due)s and once more", "a timer, %(due)s and %(num)s more times", wait.left, due=due)
