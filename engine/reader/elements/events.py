"""Events (BPMN 2.0.2, 10.5): where they stand; what they wait for or throw is in engine/reader/events."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.model.events import CompensateEventDefinition, EventDefinition, MultipleEventDefinition, parts
from engine.reader.elements.base import ElementParser
from engine.reader.elements.forms import form_id
from engine.reader.elements.jobs import job_definition
from engine.reader.events import AWAITED, EVENT_DEFINITIONS, place
from engine.reader.nodes import attribute, is_bpmn, is_true, label, local, tag, text
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn

NOT_ALONE = error(
    "event-multiple",
    "{it} has a {definition} beside others, which the engine executes only alone.",
    "Draw one event for each.",
)
NOT_HERE = error(
    "event-not-here",
    "{it} has a {definition}, which the engine does not execute on this kind of event.",
    "Use another event definition or another kind of event.",
)
NOT_TOGETHER = error(
    "event-parallel-multiple",
    "{it} waits for all of its event definitions, but one of them is thrown to it and can't be waited for.",
    "Let one of them be enough, or keep only messages, timers, signals and conditions.",
)
UNKNOWN_DEFINITION = error(
    "event-definition-unknown",
    "{it} refers to the event definition “{definition}”, which the file does not define.",
    "Choose the event definition anew.",
)


class EventParser(ElementParser):
    """An event with its definition; the kinds differ in a few attributes."""

    def details(self) -> dict[str, Any]:
        return {"definition": self._definition()}

    def _definition(self) -> EventDefinition | None:
        drawn = tuple(self._drawn())
        found = [definition for node in drawn if (definition := self._read(node, len(drawn) > 1)) is not None]
        if len(drawn) < 2:
            return found[0] if found else None
        parallel = is_true(self.node, "parallelMultiple")
        if parallel and not self._can_wait_for_all(drawn):
            self.context.problems.add(NOT_TOGETHER, self.node)
        return MultipleEventDefinition(tuple(found), parallel)

    def _read(self, node: etree._Element, several: bool) -> EventDefinition | None:
        row = EVENT_DEFINITIONS.get(tag(node))
        if row is None:
            return None  # refused by the table of constructs
        here = place(self.node)
        if here not in row.places:
            self.context.problems.add(NOT_HERE, self.node, definition=_kind(node))
            return None
        if several and here in row.alone:
            self.context.problems.add(NOT_ALONE, self.node, definition=_kind(node))
            return None
        return row.read(node, self.node, self.context)

    def _can_wait_for_all(self, drawn: tuple[etree._Element, ...]) -> bool:
        return all(tag(node) in AWAITED for node in drawn)

    def _drawn(self) -> Iterator[etree._Element]:
        for node in self.node:
            if not is_bpmn(node):
                continue
            if tag(node) == bpmn("eventDefinitionRef"):
                id = text(node).rpartition(":")[2]
                referred = self.context.definitions.get(id)
                if referred is None:
                    self.context.problems.add(UNKNOWN_DEFINITION, self.node, definition=id)
                else:
                    yield referred
            elif local(node).endswith("EventDefinition"):
                yield node


def _kind(node: etree._Element) -> str:
    return label(node).removeprefix("the ")


class StartEventParser(EventParser):
    def details(self) -> dict[str, Any]:
        return super().details() | {
            "interrupting": is_true(self.node, "isInterrupting", default=True),
            "form_id": form_id(self.node, self.context),
        }


class ThrowingEventParser(EventParser):
    """An intermediate throw or an end event; a job may do the throwing."""

    def details(self) -> dict[str, Any]:
        return super().details() | {"job": job_definition(self.node, self.context)}


class BoundaryEventParser(EventParser):
    """An event at an activity; a compensation event leads to its handler by an association."""

    def details(self) -> dict[str, Any]:
        details = super().details()
        undoes = any(isinstance(part, CompensateEventDefinition) for part in parts(details["definition"]))
        return details | {
            "attached_to": attribute(self.node, "attachedToRef"),
            "interrupting": is_true(self.node, "cancelActivity", default=True),
            "handler": self._handler() if undoes else None,
        }

    def _handler(self) -> str | None:
        for node in self.context.associated.get(self.bpmn_id, ()):
            if is_true(node, "isForCompensation") and node.getparent() is self.node.getparent():
                return attribute(node, "id")
        return None
