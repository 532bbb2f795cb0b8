"""The transaction that a job is completed in; the register is written in it, exactly once."""

from engine.jobs import Job
from engine.store import Session


def session_of(job: Job) -> Session:
    """The session of a job whose handler stays on this machine."""
    assert job.session is not None, f"the handler of {job.type} must not be registered with leaves_machine"  # noqa: S101
    return job.session
