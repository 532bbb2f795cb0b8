"""Jobs beside the work of an element: before it begins, or when it is done (data stores, execution listeners)."""

from engine.kernel.data_stores import READ, WRITE
from engine.kernel.listeners import END, START
from engine.kernel.state import ElementInstance, Job, State


def waits_to_begin(state: State, instance: ElementInstance) -> bool:
    """Whether the work of the instance begins only after a job."""
    return _has_job(state, instance, (READ, START))


def waits_to_end(state: State, instance: ElementInstance) -> bool:
    """Whether the work of the instance is done, and only a job is still to be done before it ends."""
    return _has_job(state, instance, (WRITE, END))


def _has_job(state: State, instance: ElementInstance, phases: tuple[str, ...]) -> bool:
    waits = (state.waits[wait] for wait in instance.waits)
    return any(isinstance(wait, Job) and wait.data.startswith(phases) for wait in waits)
