"""Events (BPMN 2.0.2, 10.5): where they stand; what they wait for or throw is in engine/reader/events."""

from typing import Any

from engine.model.events import EventDefinition
from engine.reader.elements.base import ElementParser
from engine.reader.elements.forms import form_id
from engine.reader.elements.jobs import job_definition
from engine.reader.events import EVENT_DEFINITIONS, MULTIPLE, NOT_HERE, UNKNOWN_DEFINITION, place
from engine.reader.nodes import attribute, is_bpmn, is_true, label, local, tag, text
from engine.reader.vocabulary import bpmn


class EventParser(ElementParser):
    """An event with its definition; the kinds differ in a few attributes."""

    def details(self) -> dict[str, Any]:
        return {"definition": self._definition()}

    def _definition(self) -> EventDefinition | None:
        found = tuple(self._definitions())
        if len(found) > 1:
            self.context.problems.add(MULTIPLE, self.node)
            return None
        if not found:
            return None
        row = EVENT_DEFINITIONS.get(tag(found[0]))
        if row is None:
            return None  # refused by the table of constructs
        read, where = row
        if place(self.node) not in where:
            self.context.problems.add(NOT_HERE, self.node, definition=label(found[0]).removeprefix("the "))
            return None
        return read(found[0], self.node, self.context)

    def _definitions(self) -> Any:
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
    def details(self) -> dict[str, Any]:
        return super().details() | {
            "attached_to": attribute(self.node, "attachedToRef"),
            "interrupting": is_true(self.node, "cancelActivity", default=True),
        }
