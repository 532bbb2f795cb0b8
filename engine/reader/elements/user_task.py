"""User tasks (BPMN 2.0.2, 10.3.4 and 10.3.1 on resources): who may do them, by when, with which form."""

from typing import Any

from lxml import etree

from engine.feel import Expression
from engine.model.extensions import Assignment, RoutingNeed
from engine.reader.elements.activities import ActivityParser
from engine.reader.elements.forms import form_id
from engine.reader.expressions import fixed
from engine.reader.nodes import attribute, child, extension, reference, text
from engine.reader.problems import error
from engine.reader.vocabulary import bpmn, polku, zeebe

NO_RESOURCE = error(
    "resource-unknown",
    "{it} is for the resource “{resource}”, which the file does not define.",
    "Define the resource, or name the groups in the assignment of the task.",
)


class UserTaskParser(ActivityParser):
    """A user task with its assignment, routing need and form."""

    def details(self) -> dict[str, Any]:
        return super().details() | {
            "assignment": self._assignment(),
            "routing": self._routing(),
            "form_id": form_id(self.node, self.context),
        }

    def _assignment(self) -> Assignment:
        read = self.context.expressions.optional
        who = extension(self.node, zeebe("assignmentDefinition"))
        when = extension(self.node, zeebe("taskSchedule"))
        groups = read("names", who, "candidateGroups") or self._resources("potentialOwner")
        users = read("names", who, "candidateUsers")
        assignee = read("text", who, "assignee") or self._resources("humanPerformer", "performer", one=True)
        lane = self.process_parser.lane_of(self.node)
        if groups is None and users is None and lane:
            groups = self.context.expressions.names(self.node, "the lane", lane.replace(",", " ").lstrip("= "))
        return Assignment(
            assignee=assignee,
            candidate_groups=groups,
            candidate_users=users,
            due_date=read("text", when, "dueDate"),
            follow_up_date=read("text", when, "followUpDate"),
            priority=read("value", extension(self.node, zeebe("priorityDefinition")), "priority"),
        )

    def _routing(self) -> RoutingNeed:
        read = self.context.expressions.optional
        need = extension(self.node, polku("routing"))
        return RoutingNeed(
            skills=read("names", need, "skills"),
            language=read("text", need, "language"),
            continuity=read("text", need, "continuity"),
            due_working_days=read("value", need, "dueWorkingDays"),
            area=read("text", need, "area"),
            wait_working_days=read("value", need, "waitWorkingDays"),
            remind_working_days=read("value", need, "remindWorkingDays"),
            escalate_working_days=read("value", need, "escalateWorkingDays"),
            reassign_working_days=read("value", need, "reassignWorkingDays"),
            decision=read("text", need, "decision"),
        )

    def _resources(self, *tags: str, one: bool = False) -> Expression | None:
        for name in tags:
            for node in self.node.iterchildren(bpmn(name)):
                found = self._resource(node, one)
                if found is not None:
                    return found
        return None

    def _resource(self, node: etree._Element, one: bool) -> Expression | None:
        assigned = child(node, bpmn("resourceAssignmentExpression"))
        expressions = self.context.expressions
        if assigned is not None and text(assigned):
            read = expressions.text if one else expressions.names
            return read(assigned, "the resource assignment", text(assigned))
        referred = child(node, bpmn("resourceRef"))
        if referred is None:
            return None
        id = text(referred).rpartition(":")[2]
        resource = self.context.definition(id, bpmn("resource"))
        if resource is None:
            self.context.problems.add(NO_RESOURCE, self.node, resource=id)
            return None
        name = attribute(resource, "name") or reference(resource, "id")
        return fixed(name) if one else expressions.names(node, "the resource", name)
