"""Expressions and texts that execution does not read itself: they still have to be what they are called."""

import re
from collections.abc import Iterator

from lxml import etree

from engine.reader.data import CALLABLE
from engine.reader.nodes import attribute, child, children, extension, local, reference, text
from engine.reader.problems import warning
from engine.reader.rules.data_types import by_id
from engine.reader.rules.table import Found, at, rule
from engine.reader.vocabulary import bpmn, zeebe

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_TIMES = ("timeDate", "timeDuration", "timeCycle")
_PATHS = ("messagePath", "dataPath", "formalExpression", "transformation")
_INFORMAL = ("messagePath", "dataPath", "to", "expression")
_MIME = re.compile(r"[\w.+-]+/[\w.+*-]+(;.*)?")


@rule(
    warning(
        "formal-expression-empty",
        "{it} has a formal expression without a body.",
        "Write the expression, or remove the element that should hold it.",
    )
)
def without_body(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 8.41: a formal expression has a body. What execution reads is looked at where it is read."""
    return (at(node) for node in root.iter(*map(bpmn, _PATHS)) if not text(node))


@rule(
    warning(
        "time-informal",
        "{it} gives its {kind} in words for people, not as a formal expression.",
        "Give it the type tFormalExpression, as modellers do.",
    )
)
def informal_time(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 8.4.7: an executable process has formal expressions instead of natural language."""
    for node in root.iter(*map(bpmn, _TIMES)):
        if text(node) and not attribute(node, _TYPE).endswith("FormalExpression"):
            yield at(node, kind=_KINDS[local(node)])


_KINDS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


@rule(
    warning(
        "text-format",
        "{it} has a text of the format “{format}”, which is no MIME type.",
        "Write one, such as text/plain, or remove the attribute.",
    )
)
def no_mime_type(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, tables 8.5 and 8.30: the format of documentation and annotations is a MIME type."""
    for node in root.iter(bpmn("documentation"), bpmn("textAnnotation")):
        format = attribute(node, "textFormat")
        if format and not _MIME.fullmatch(format):
            yield at(node, format=format)


@rule(
    warning(
        "call-of-stranger",
        "{it} calls “{id}”, which in this file is {what}.",
        "Choose a process or a global task.",
    )
)
def calls_stranger(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 10.3.6: a call activity calls a process or a global task."""
    nodes = by_id(root)
    for node in root.iter(bpmn("callActivity")):
        id = reference(node, "calledElement")
        found = nodes.get(id)
        if extension(node, zeebe("calledElement")) is None and found is not None and local(found) not in CALLABLE:
            yield at(node, id=id, what=f"a {local(found)}")


@rule(
    warning(
        "loop-event-unused",
        "{it} names an event for a behaviour that it does not have.",
        "Choose the behaviour that throws the event, or remove the event.",
    )
)
def unused_event(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, table 10.30: each behaviour has its own event, which only it throws."""
    for loop in root.iter(bpmn("multiInstanceLoopCharacteristics")):
        behaviour = attribute(loop, "behavior") or "All"
        named = {
            "None": bool(loop.get("noneBehaviorEventRef")),
            "One": bool(loop.get("oneBehaviorEventRef")),
            "Complex": child(loop, bpmn("complexBehaviorDefinition")) is not None,
        }
        if any(there for name, there in named.items() if name != behaviour):
            yield at(loop)


@rule(
    warning(
        "pool-twice",
        "{it} stands for the process “{id}”, for which another participant stands as well.",
        "Let each process have one pool.",
    )
)
def pool_twice(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 9.2: a pool is the graphical container of one process in a collaboration."""
    for collaboration in root.iter(bpmn("collaboration")):
        seen: set[str] = set()
        for node in children(collaboration, bpmn("participant")):
            id = reference(node, "processRef")
            if id and id in seen:
                yield at(node, id=id)
            seen.add(id)


@rule(
    warning(
        "formal-expression-missing",
        "{it} has a text for people where a formal expression belongs: “{text}”.",
        "Write it as a formal expression.",
    )
)
def informal(root: etree._Element) -> Iterator[Found]:
    """BPMN 2.0.2, 8.4.7: an executable process has formal expressions instead of natural language."""
    for node in root.iter(*map(bpmn, _INFORMAL)):
        if text(node) and not attribute(node, _TYPE).endswith("FormalExpression"):
            yield at(node, text=text(node))


RULES = (informal, without_body, informal_time, no_mime_type, calls_stranger, unused_event, pool_twice)
