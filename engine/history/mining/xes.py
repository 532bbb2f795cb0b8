"""Cases as XES (IEEE 1849-2016): one trace for each case, one event for each step in the life of an element's run.

The standard's schema wants the version as a number and classifiers named without spaces. Keys with a prefix belong to
extensions, so ours have none; `concept:instance` tells which events are of the same run.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from engine.history.mining.cases import Case, Event

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/><string key="lifecycle:transition" value="complete"/>\
<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/></global>
<classifier name="Activity" keys="concept:name"/>
<classifier name="ActivityAndTransition" keys="concept:name lifecycle:transition"/>
"""
#: Transitions that come about without anybody's doing.
BY_NOBODY = ("schedule", "withdraw", "ate_abort")
#: What XML 1.0 can't have at all.
UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def xes(cases: Iterable[Case], name: str) -> Iterator[str]:
    """The parts of an XES file, one for each case."""
    yield HEAD + string("concept:name", name)
    for case in cases:
        yield trace(case)
    yield "</log>\n"


def trace(case: Case) -> str:
    lines = [
        "<trace>\n",
        string("concept:name", f"{case.instance_id}/{case.process}"),
        string("customer", case.business_key),
        string("definition", case.definition),
    ]
    for at, transition, event in transitions(case):
        lines.append("<event>")
        lines.append(string("concept:name", event.name))
        lines.append(string("concept:instance", str(event.number)))
        lines.append(string("element", event.element))
        lines.append(string("lifecycle:transition", transition))
        if event.actor and transition not in BY_NOBODY:
            lines.append(string("org:resource", event.actor))
        if event.on_behalf_of and transition not in BY_NOBODY:
            lines.append(string("onBehalfOf", event.on_behalf_of))
        lines.append(f'<date key="time:timestamp" value="{at.astimezone(UTC).isoformat(timespec="milliseconds")}"/>')
        lines.append("</event>\n")
    return "".join((*lines, "</trace>\n"))


def transitions(case: Case) -> list[tuple[datetime, str, Event]]:
    """What happened to the runs in the order of time, by the standard's own names of the life cycle.

    Work for a person is scheduled when it comes to the inbox, and starts when somebody takes it.
    """
    found: list[tuple[datetime, str, Event]] = []
    for event in case.events:
        found.append((event.began, "schedule" if event.awaits else "start", event))
        if event.awaits and event.taken is not None:
            found.append((event.taken, "start", event))
        if event.ended is not None:
            found.append((event.ended, ending(event), event))
    return sorted(found, key=lambda one: one[0])


def ending(event: Event) -> str:
    if event.finished:
        return "complete"
    return "withdraw" if event.awaits and event.taken is None else "ate_abort"


def string(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(value.translate(UNWRITABLE))}/>'
