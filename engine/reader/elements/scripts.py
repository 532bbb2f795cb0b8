"""Script tasks (BPMN 2.0.2, 10.3.3): zeebe:script, the standard's script in FEEL, or a job."""

from typing import Any

from engine.feel import Expression
from engine.reader.elements.activities import JobTaskParser
from engine.reader.elements.data import data_flow
from engine.reader.nodes import attribute, child, extension, text
from engine.reader.problems import error, warning
from engine.reader.vocabulary import bpmn, polku, zeebe

FOREIGN = error(
    "script-language",
    "the script of {it} is written in {language}; diagrams hold no code.",
    "Write it in FEEL with the script format “feel”, or make a service task whose job does it.",
)
TWO_WAYS = error("script-and-job", "{it} has both a script and a job.", "Keep the script, or keep the job.")
UNUSED_RESULT = warning(
    "script-without-result",
    "the script of {it} has no result variable, so that its value is lost.",
    "Name the variable that gets the result.",
)
_FEEL = frozenset(("feel", "application/feel", "text/feel"))


class ScriptTaskParser(JobTaskParser):
    """A FEEL script with the variable that gets its value."""

    def details(self) -> dict[str, Any]:
        script, result = self._script()
        details = super().details()
        if script is not None and details["job"] is not None:
            self.context.problems.add(TWO_WAYS, self.node)
        data = data_flow(self.node, self.context)
        if script is not None and not result and data is not None and len(data.outputs) == 1:
            result = data.outputs[0].name
        if script is not None and not result:
            self.context.problems.add(UNUSED_RESULT, self.node)
        return details | {"script": script, "result_variable": result or None}

    def _script(self) -> tuple[Expression | None, str]:
        found = extension(self.node, zeebe("script"))
        if found is not None:
            return (
                self.context.expressions.optional("feel", found, "expression"),
                attribute(found, "resultVariable"),
            )
        standard = child(self.node, bpmn("script"))
        if standard is None or not text(standard):
            return None, ""
        language = attribute(self.node, "scriptFormat")
        if language.lower() not in _FEEL:
            self.context.problems.add(FOREIGN, self.node, language=language or "no language that is named")
            return None, ""
        value = self.context.expressions.feel(standard, "the script", text(standard))
        return value, attribute(self.node, polku("resultVariable"))
