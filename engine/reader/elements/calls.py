"""Business rule tasks and call activities (BPMN 2.0.2, 10.3.3 and 10.3.6): they use what is deployed elsewhere."""

from typing import Any

from engine.model.extensions import CalledDecision, CalledElement
from engine.reader.elements.activities import ActivityParser, JobTaskParser
from engine.reader.expressions import NOTHING, fixed, is_feel
from engine.reader.nodes import attribute, extension, is_true, reference
from engine.reader.problems import error
from engine.reader.references import ReferenceKind
from engine.reader.vocabulary import zeebe

NO_PROCESS = error("call-without-process", "{it} does not say which process it calls.", "Name the process to call.")
NO_DECISION = error(
    "decision-not-named", "{it} does not say which decision it evaluates.", "Name the decision, or the type of a job."
)
NO_RESULT = error(
    "decision-without-result",
    "{it} does not say which variable gets the result of the decision.",
    "Name the result variable.",
)
DECISION_AND_JOB = error(
    "decision-and-job", "{it} has both a decision and a job.", "Keep the decision, or keep the job."
)


class BusinessRuleTaskParser(JobTaskParser):
    """A decision to evaluate, or a job that does so."""

    def details(self) -> dict[str, Any]:
        details = super().details()
        decision = self._decision()
        if decision is None and details["job"] is None:
            self.context.problems.add(NO_DECISION, self.node)
        elif decision is not None and details["job"] is not None:
            self.context.problems.add(DECISION_AND_JOB, self.node)
        return details | {"decision": decision}

    def _decision(self) -> CalledDecision | None:
        found = extension(self.node, zeebe("calledDecision"))
        if found is None:
            return None
        id = attribute(found, "decisionId")
        binding, tag = attribute(found, "bindingType") or "latest", attribute(found, "versionTag") or None
        if not id:
            self.context.problems.add(NO_DECISION, self.node)
        elif not is_feel(id):
            self.context.refer(ReferenceKind.DECISION, found, id, binding, tag)
        result = attribute(found, "resultVariable")
        if not result:
            self.context.problems.add(NO_RESULT, self.node)
        decision_id = self.context.expressions.optional("text", found, "decisionId")
        return CalledDecision(decision_id or NOTHING, result, binding, tag)


class CallActivityParser(ActivityParser):
    """The process to call, by zeebe:calledElement or by the standard's own attribute."""

    def details(self) -> dict[str, Any]:
        return super().details() | {"called": self._called()}

    def _called(self) -> CalledElement:
        found = extension(self.node, zeebe("calledElement"))
        node = self.node if found is None else found
        expression = self.context.expressions.optional("text", found, "processId")
        id = "" if found is None else attribute(found, "processId")
        if expression is None and (id := reference(self.node, "calledElement")):
            expression = fixed(id)
        binding, tag = attribute(node, "bindingType") or "latest", attribute(node, "versionTag") or None
        if expression is None:
            self.context.problems.add(NO_PROCESS, self.node)
        elif not is_feel(id):
            self.context.refer(ReferenceKind.PROCESS, node, id, binding, tag)
        return CalledElement(
            expression or NOTHING,
            binding,
            tag,
            is_true(node, "propagateAllParentVariables", default=True),
            is_true(node, "propagateAllChildVariables", default=True),
        )
