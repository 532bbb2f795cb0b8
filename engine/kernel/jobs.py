"""Jobs: work for a handler outside the kernel (zeebe:taskDefinition)."""

from engine.kernel.context import Step
from engine.kernel.facts import JobCreated
from engine.kernel.failure import Failure
from engine.kernel.numbers import whole_number
from engine.kernel.variables import evaluate, text
from engine.model.extensions import JobDefinition


def create_job(step: Step, key: int, job: JobDefinition, data: str = "") -> None:
    """The instance `key` waits until a handler of this type has done the work, or what `data` says besides."""
    type = text(step, key, job.type, "job type")
    if not type:
        raise Failure(f"The job type is empty ({job.type.text}): no handler could take it.")
    tries = whole_number(evaluate(step, key, job.retries, "number of retries"), "number of retries")
    if not tries:
        raise Failure(f"The number of retries must be 1 or more, but {job.retries.text} gives 0.")
    step.emit(JobCreated(step.new_key(), key, type, tries, dict(job.headers), data))
