"""Business rule task: evaluates a decision, and history keeps which rules fired (BPMN 2.0.2, 13.3.3)."""

from engine.errors import NotDeployed
from engine.feel import FeelError
from engine.kernel import facts as f
from engine.kernel.behaviour import Behaviour
from engine.kernel.context import Step
from engine.kernel.failure import Failure
from engine.kernel.flows import implicit_split
from engine.kernel.jobs import create_job
from engine.kernel.lifecycle import complete
from engine.kernel.variables import text, visible
from engine.model.elements import BusinessRuleTask
from engine.model.extensions import CalledDecision


def enter(step: Step, key: int, task: BusinessRuleTask) -> None:
    if task.decision is not None:
        _decide(step, key, task, task.decision)
    elif task.job is not None:
        create_job(step, key, task.job)
    else:
        complete(step, key)


def _decide(step: Step, key: int, task: BusinessRuleTask, called: CalledDecision) -> None:
    decision = text(step, key, called.decision_id, f"decision of {task.id}")
    caller = step.state.elements[step.state.elements[key].process].definition
    try:
        definition = step.definitions.find_decision(decision, called.binding, called.version_tag, caller)
        outcome = step.definitions.decide(definition, visible(step, key), step.now)
    except (NotDeployed, FeelError) as error:
        raise Failure(f"The decision {decision} of {task.id} could not be made: {error}") from error
    step.emit(
        f.DecisionEvaluated(
            key, decision, definition, dict(outcome.inputs), outcome.value, outcome.rules, outcome.warnings
        )
    )
    complete(step, key, {called.result_variable: outcome.value})


BEHAVIOUR = Behaviour(enter=enter, outgoing=implicit_split)
