"""Jobs: work for a handler outside the kernel (zeebe:taskDefinition)."""

from decimal import Decimal

from engine.kernel.context import Step
from engine.kernel.facts import JobCreated
from engine.kernel.failure import Failure
from engine.kernel.variables import evaluate, text
from engine.model.extensions import JobDefinition


def create_job(step: Step, key: int, job: JobDefinition) -> None:
    """The instance `key` waits until a handler of this type has done the work."""
    type = text(step, key, job.type, "job type")
    if not type:
        raise Failure(f"The job type is empty ({job.type.text}): no handler could take it.")
    retries = evaluate(step, key, job.retries, "number of retries")
    try:
        tries = int(Decimal(retries)) if not isinstance(retries, bool) else 0
    except (TypeError, ValueError, ArithmeticError):
        tries = 0
    if tries < 1:
        raise Failure(f"The number of retries must be a whole number from 1, but {job.retries.text} gives {retries}.")
    step.emit(JobCreated(step.new_key(), key, type, tries, dict(job.headers)))
