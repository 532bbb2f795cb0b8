"""Cases as OCEL 2.0 in JSON (ocel-standard.org): events that belong to an instance, a customer and an element's run."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from engine.history.mining.cases import Case
from engine.history.mining.xes import BY_NOBODY, transitions

EVENT_ATTRIBUTES = [{"name": name, "type": "string"} for name in ("actor", "onBehalfOf", "element")]
OBJECT_TYPES = [
    {"name": "case", "attributes": [{"name": "definition", "type": "string"}]},
    {"name": "customer", "attributes": []},
    {"name": "work", "attributes": [{"name": "element", "type": "string"}]},
]
_encode = msgspec.json.Encoder().encode


def ocel(cases: Iterable[Case]) -> Iterator[str]:
    """The parts of an OCEL file. The objects are kept in memory until the events are written, the events are not."""
    types: dict[str, None] = {}
    objects: dict[str, dict[str, Any]] = {}
    yield '{"objectTypes":' + text(OBJECT_TYPES) + ',"events":['
    comma = ""
    for case in cases:
        for event in events(case, objects):
            types[event["type"]] = None
            yield comma + text(event)
            comma = ","
    yield '],"objects":[' + ",".join(text(one) for one in objects.values())
    yield '],"eventTypes":' + text([{"name": name, "attributes": EVENT_ATTRIBUTES} for name in types]) + "}"


def events(case: Case, objects: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    name = f"case:{case.instance_id}/{case.process}"
    about = [{"objectId": name, "qualifier": "of"}]
    related = []
    if case.business_key:
        customer = f"customer:{case.business_key}"
        objects.setdefault(customer, {"id": customer, "type": "customer", "attributes": [], "relationships": []})
        about.append({"objectId": customer, "qualifier": "about"})
        related = [{"objectId": customer, "qualifier": "about"}]
    definition = {"name": "definition", "time": moment(case.began), "value": case.definition}
    objects[name] = {"id": name, "type": "case", "attributes": [definition], "relationships": related}
    part = [{"objectId": name, "qualifier": "part of"}]
    for number, (at, transition, event) in enumerate(transitions(case)):
        work = f"work:{case.instance_id}/{case.process}/{event.number}"
        element = {"name": "element", "time": moment(event.began), "value": event.element}
        objects.setdefault(work, {"id": work, "type": "work", "attributes": [element], "relationships": part})
        yield {
            "id": f"{name}/{number}",
            "type": f"{event.name} ({transition})",
            "time": moment(at),
            "attributes": [
                {"name": "actor", "value": "" if transition in BY_NOBODY else event.actor},
                {"name": "onBehalfOf", "value": "" if transition in BY_NOBODY else event.on_behalf_of},
                {"name": "element", "value": event.element},
            ],
            "relationships": [*about, {"objectId": work, "qualifier": transition}],
        }


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def text(value: Any) -> str:
    return _encode(value).decode()
