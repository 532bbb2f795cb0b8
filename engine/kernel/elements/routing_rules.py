"""What a user task needs of a person, from the decision table that its polku:routing names.

The process owner edits the table. What the diagram says itself goes before what the table gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import NotDeployed
from engine.feel import Expression, FeelError
from engine.kernel import facts as f
from engine.kernel.context import Step
from engine.kernel.failure import Failure
from engine.kernel.numbers import whole_number
from engine.kernel.variables import as_text, as_texts, evaluate, text, texts, visible
from engine.model.elements import UserTask

#: The outputs that a table may have. One that isn't known is refused: a misspelt need would be none.
OUTPUTS = frozenset(
    {
        "skills",
        "language",
        "area",
        "groups",
        "users",
        "continuity",
        "priority",
        "dueWorkingDays",
        "waitWorkingDays",
        "remindWorkingDays",
        "escalateWorkingDays",
        "reassignWorkingDays",
    }
)


@dataclass(frozen=True)
class Needs:
    """What the table gave, read together with the diagram's own expressions. `decided` is the fact to keep of it."""

    step: Step
    key: int
    given: Mapping[str, Any] = field(default_factory=dict)
    decided: f.DecisionEvaluated | None = None

    @property
    def source(self) -> str:
        return f"the decision {self.decided.decision}" if self.decided else "nothing"

    def text(self, own: Expression | None, output: str, what: str) -> str:
        return text(self.step, self.key, own, what) or as_text(self.given.get(output), what, self.source)

    def texts(self, own: Expression | None, output: str, what: str) -> tuple[str, ...]:
        return texts(self.step, self.key, own, what) or as_texts(self.given.get(output), what, self.source)

    def whole_number(self, own: Expression | None, output: str, what: str) -> int | None:
        value = None if own is None else evaluate(self.step, self.key, own, what)
        value = self.given.get(output) if value is None else value
        return None if value is None else whole_number(value, what)


def needs_of(step: Step, key: int, task: UserTask) -> Needs:
    """Ask the table, if there is one. It sees the task's variables, and `task`: its id, name and process.

    Raises `Failure` when there is no such decision, it can't be made, or gives something else than needs.
    """
    decision = text(step, key, task.routing.decision, "decision on routing")
    if not decision:
        return Needs(step, key)
    process = step.process_at(key)
    about = {"id": task.id, "name": task.name, "process": process.id}
    caller = step.state.elements[step.state.elements[key].process].definition
    try:
        definition = step.definitions.find_decision(decision, "latest", None, caller)
        outcome = step.definitions.decide(definition, {**visible(step, key), "task": about}, step.now)
    except (NotDeployed, FeelError) as error:
        raise Failure(f"The decision {decision} on who can do {task.id} could not be made: {error}") from error
    given = outcome.value
    if given is None:
        given = {}
    if not isinstance(given, dict) or (set(given) - OUTPUTS):
        raise Failure(
            f"The decision {decision} on who can do {task.id} gives {given!r}. "
            f"Its outputs may be {', '.join(sorted(OUTPUTS))}."
        )
    decided = f.DecisionEvaluated(
        key, decision, definition, dict(outcome.inputs), outcome.value, outcome.rules, outcome.warnings
    )
    return Needs(step, key, given, decided)
